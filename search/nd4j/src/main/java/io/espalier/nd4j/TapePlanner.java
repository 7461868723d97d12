package io.espalier.nd4j;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.transform.ScaleRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Walks a graph and collects steps and refusals. Each node is planned as an operation on images where it is one, with
 * channels last and few passes over memory; else as an operation on arrays of any rank. Values that only rename, reshape or
 * transpose another one become that other one.
 */
final class TapePlanner {
    /** A batch to plan with where only the refusals count. */
    private static final int ANY_BATCH = 2;

    private final ModelGraph graph;
    private final int batch;
    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<String, View> views = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final PlannedWeights weights;
    private final PlannedNumbers numbers;
    private final Map<String, TensorType> inputs = new LinkedHashMap<>();
    private final Map<String, Form> forms = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> zeros = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /**
     * A value of the graph as an image: which value of the plan holds it, and how many axes it has. A value of rank 2 whose
     * size is more than one pixel is a flattened image.
     */
    record Slot(String value, Size size, int rank, int batch) {
        Slot withRank(int newRank) {
            return new Slot(value, size, newRank, batch);
        }
    }

    /** How the tape keeps a value: an array is one image of one pixel. */
    record Form(Size size, int batch) {
        static Form array(int elements) {
            return new Form(new Size(1, 1, elements), 1);
        }
    }

    private TapePlanner(ModelGraph graph, int batch) {
        this.graph = graph;
        this.batch = batch;
        weights = new PlannedWeights(graph, refused);
        numbers = new PlannedNumbers(graph, inputs);
    }

    /** For its refusals. */
    static TapePlan plan(ModelGraph graph) {
        return plan(graph, ANY_BATCH);
    }

    /** @param batch examples */
    static TapePlan plan(ModelGraph graph, int batch) {
        return new TapePlanner(graph, batch).plan();
    }

    private TapePlan plan() {
        graph.inputs().forEach(this::planInput);
        if (refusals.isEmpty()) {
            planNodes();
        }
        Map<String, View> outputs = refusals.isEmpty() ? planOutputs() : Map.of();
        List<Step> fused = refusals.isEmpty()
                ? StepFusion.fuse(
                        steps, outputs.values().stream().map(View::value).toList())
                : List.of();
        return new TapePlan(inputs, outputs, fused, zeros, weights.quantized(), ScaleRule.of(graph), forms, refusals);
    }

    private void planNodes() {
        NodePlanner images = new NodePlanner(this);
        ArrayPlanner arrays = new ArrayPlanner(this);
        for (Node node : graph.nodes()) {
            if (numbers.take(node)) {
                continue;
            }
            int planned = steps.size();
            int padded = zeros.size();
            undo.clear();
            try {
                images.plan(node);
            } catch (RefusedException notAnImage) {
                undo.forEach(Runnable::run);
                steps.subList(planned, steps.size()).clear();
                zeros.subList(padded, zeros.size()).clear();
                planArrays(arrays, node);
            }
        }
    }

    private void planArrays(ArrayPlanner arrays, Node node) {
        try {
            arrays.plan(node);
        } catch (RefusedException.Follows follows) {
            refused.addAll(node.outputs());
        } catch (RefusedException refusal) {
            refused.addAll(node.outputs());
            refusals.add("%s (%s)".formatted(refusal.getMessage(), node.name()));
        }
    }

    private void planInput(GraphValue input) {
        List<Dim> dims = input.type().shape().dims();
        boolean known = dims.stream().skip(1).allMatch(Dim::isKnown);
        boolean number = input.type().dataType() == DataType.FLOAT;
        if (dims.isEmpty()
                || !known
                || !(number || PlannedNumbers.isWhole(input.type().dataType()))) {
            refusals.add("an input (%s) of %s %s"
                    .formatted(
                            input.name(), input.type().dataType(), input.type().shape()));
            return;
        }
        inputs.put(input.name(), input.type().withShape(input.type().shape().with(0, Dim.of(batch))));
        if (number && dims.size() == 4) {
            Size size = new Size(
                    Math.toIntExact(dims.get(2).size()),
                    Math.toIntExact(dims.get(3).size()),
                    Math.toIntExact(dims.get(1).size()));
            forms.put(input.name(), new Form(size, batch));
            slots.put(input.name(), new Slot(input.name(), size, 4, batch));
        } else if (number) {
            View view = View.rowMajor(input.name(), batched(input.type().shape()));
            forms.put(input.name(), Form.array(view.elements()));
            views.put(input.name(), view);
        }
    }

    private Longs batched(Shape shape) {
        return Longs.of(shape.with(0, Dim.of(batch)).toArray());
    }

    private Map<String, View> planOutputs() {
        Map<String, View> outputs = new LinkedHashMap<>();
        for (GraphValue output : graph.outputs()) {
            try {
                outputs.put(output.name(), view(output.name()));
            } catch (RefusedException e) {
                refusals.add("an output (%s) that is %s".formatted(output.name(), e.getMessage()));
            }
        }
        return outputs;
    }

    PlannedWeights weights() {
        return weights;
    }

    PlannedNumbers numbers() {
        return numbers;
    }

    /** Adds a step whose output is a new image. */
    void add(Step step, String graphValue, int rank) {
        Form form = add(step);
        slots.put(graphValue, new Slot(step.output(), form.size(), rank, form.batch()));
        undo.push(() -> slots.remove(graphValue));
    }

    /** Adds a step whose output is a new value, not yet known by any name of the graph. */
    Form add(Step step) {
        int inputBatch =
                step.inputs().isEmpty() ? 1 : form(step.inputs().get(0)).batch();
        Form form = new Form(step.size(), step.batch(inputBatch));
        steps.add(step);
        forms.put(step.output(), form);
        return form;
    }

    Form formOf(View view) {
        return form(view.value());
    }

    private Form form(String value) {
        Form form = forms.get(value);
        if (form == null) {
            throw new IllegalStateException("Nothing was planned that computes the value (%s).".formatted(value));
        }
        return form;
    }

    /** The step that makes {@code slot}, when it was the last use of it to be planned; empty when it is an input. */
    Optional<Step> makerOf(Slot slot) {
        return steps.stream().filter(step -> step.output().equals(slot.value())).findFirst();
    }

    /** Puts another step in the place of one. */
    void replace(Step old, Step step, String graphValue, int rank) {
        steps.remove(old);
        add(step, graphValue, rank);
    }

    /** The value is that slot under another name, or seen with another rank. */
    void alias(String graphValue, Slot slot) {
        slots.put(graphValue, slot);
        undo.push(() -> slots.remove(graphValue));
    }

    /** The value of the graph is that view. */
    void name(String graphValue, View view) {
        views.put(graphValue, view);
    }

    /** The value as an image or a matrix. @throws RefusedException when it is neither */
    Slot slot(String value) {
        Slot slot = slots.get(value);
        if (slot != null) {
            return slot;
        }
        View view = views.get(value);
        if (view == null) {
            throw unplanned(value);
        }
        Slot made = slotOf(view);
        alias(value, made);
        return made;
    }

    private RefusedException unplanned(String value) {
        if (refused.contains(value)) {
            return new RefusedException.Follows();
        }
        if (numbers.holds(value) || inputs.containsKey(value)) {
            return new RefusedException("integers as the data of an operator");
        }
        return new RefusedException(
                weights.isWeight(value) ? "a weight as the data of an operator" : "what follows such a node");
    }

    private Slot slotOf(View view) {
        if (view.rank() == 4) {
            Size size = new Size(
                    view.sizes().intAt(2), view.sizes().intAt(3), view.sizes().intAt(1));
            int images = view.sizes().intAt(0);
            View last = view.isChannelsLast() ? view : reordered(view, List.of(0, 2, 3, 1));
            return new Slot(recast(last.value(), size, images), size, 4, images);
        }
        if (view.rank() == 2) {
            View matrix = rowMajor(view);
            Size size = new Size(1, 1, matrix.sizes().intAt(1));
            int rows = matrix.sizes().intAt(0);
            return new Slot(recast(matrix.value(), size, rows), size, 2, rows);
        }
        throw new RefusedException("a value of %d axes".formatted(view.rank()));
    }

    /** The same memory in another form. */
    private String recast(String value, Size size, int images) {
        if (form(value).equals(new Form(size, images))) {
            return value;
        }
        Step.Recast step = new Step.Recast(value, fresh(value), size, images);
        add(step);
        return step.output();
    }

    /** A name that no other value has. */
    String fresh(String value) {
        return "%s #%d".formatted(value, steps.size());
    }

    /** The value as an array. @throws RefusedException when it was not planned */
    View view(String value) {
        View view = views.get(value);
        if (view != null) {
            return view;
        }
        Slot slot = slots.get(value);
        View made = slot != null ? viewOf(slot) : numbers.holds(value) ? numbersView(value) : weightView(value);
        views.put(value, made);
        return made;
    }

    private View viewOf(Slot slot) {
        View image = View.image(slot.value(), slot.batch(), slot.size());
        if (slot.rank() == 4) {
            return image;
        }
        Longs sizes = Longs.of(slot.batch(), slot.size().elements());
        return View.rowMajor(rowMajor(image).value(), sizes);
    }

    /** Whole numbers that are known before the run, as a value. */
    private View numbersView(String value) {
        Longs known = numbers.known(value);
        String name = fresh(value);
        add(new Step.Numbers(name, known));
        return View.rowMajor(name, Longs.of(known.size()));
    }

    private View weightView(String value) {
        if (!weights.isWeight(value) && !weights.quantized().containsKey(value)) {
            throw unplanned(value);
        }
        String weight = weights.kernel(value);
        Shape shape = weights.shape(weight);
        View known = views.get(weight);
        if (known == null) {
            int elements = Math.toIntExact(shape.elements());
            String name = weight + "/value";
            add(new Step.WeightValue(weight, name, elements));
            // A scalar is a vector of one number: wherever it is an operand, that does the same.
            known = View.rowMajor(name, shape.rank() == 0 ? Longs.of(1) : Longs.of(shape.toArray()));
            views.put(weight, known);
        }
        return known;
    }

    /** The view with row-major memory. */
    View rowMajor(View view) {
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < view.rank(); axis++) {
            axes.add(axis);
        }
        return view.isRowMajor() ? View.rowMajor(view.value(), view.sizes()) : reordered(view, axes);
    }

    /** The view with its axes in this order in memory. */
    View reordered(View view, List<Integer> axes) {
        List<Integer> sources = axes.stream().map(view.order()::get).toList();
        IndexMap map = IndexMaps.transposed(view.memorySizes(), sources);
        String name = fresh(view.value());
        Form form = Form.array(view.elements());
        add(new Step.Remap(view.value(), name, form.size(), form.batch(), map));
        Integer[] order = new Integer[axes.size()];
        for (int place = 0; place < order.length; place++) {
            order[axes.get(place)] = place;
        }
        return new View(name, view.sizes(), List.of(order));
    }

    int opset() {
        return graph.opset();
    }

    /** Remembers that the numbers of a weight must be 0. */
    void requireZero(String weight) {
        zeros.add(weight);
    }

    int readers(String value) {
        return graph.consumers(value).size() + (graph.isOutput(value) ? 1 : 0);
    }
}

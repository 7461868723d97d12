package io.espalier.nd4j;

import io.espalier.training.Optimizer;
import io.espalier.training.Schedule;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.weights.Model;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A network of ours as DL4J's ComputationGraph, as it comes: the independent reference. Knows what residual networks are
 * made of. One place names the weight of a layer in both worlds.
 */
final class Dl4jNetwork {
    private final Model model;
    private final ComputationGraph network;
    /** Our weight: DL4J's parameter, whose shape may differ. */
    private final Map<String, String> parameters = new LinkedHashMap<>();

    Dl4jNetwork(Model model) {
        this.model = model;
        network = new ComputationGraph(configuration(model.graph()));
        network.init();
        parameters.forEach((ours, theirs) -> {
            INDArray target = network.getParam(theirs);
            INDArray source = Nd4j.createFromArray(model.weights().get(ours).floats());
            target.assign(isProduct(ours) ? transposed(source, target) : source.reshape('c', target.shape()));
        });
    }

    /** A matrix product's weight is [out, in] here and [in, out] there. */
    private boolean isProduct(String weight) {
        return model.graph().weights().get(weight).shape().rank() == 2;
    }

    private static INDArray transposed(INDArray source, INDArray target) {
        return source.reshape('c', target.size(1), target.size(0)).transpose();
    }

    private ComputationGraphConfiguration configuration(ModelGraph graph) {
        GraphValue input = graph.inputs().get(0);
        Shape shape = input.type().shape();
        Schedule schedule = Schedule.fineTuning(1);
        Optimizer.Sgd descent = (Optimizer.Sgd) schedule.optimizer();
        ComputationGraphConfiguration.GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(new Nesterovs(schedule.peakLearningRate(), descent.momentum()))
                .graphBuilder()
                .addInputs(input.name())
                .setInputTypes(InputType.convolutional(shape.size(2), shape.size(3), shape.size(1)));
        for (Node node : graph.nodes()) {
            add(builder, graph, node);
        }
        return builder.setOutputs(graph.outputs().get(0).name()).build();
    }

    /** DL4J names a layer as we name its output. */
    private void add(ComputationGraphConfiguration.GraphBuilder builder, ModelGraph graph, Node node) {
        String layer = node.output();
        String in = node.input(0);
        Operator operator = node.operator();
        if (operator instanceof Operator.Convolution c) {
            Shape weight = graph.weights().get(node.input(1)).shape();
            int[] pads = {c.pads().intAt(0), c.pads().intAt(1)};
            int[] strides = {c.strides().intAt(0), c.strides().intAt(1)};
            builder.addLayer(
                    layer,
                    new ConvolutionLayer.Builder(new int[] {(int) weight.size(2), (int) weight.size(3)}, strides, pads)
                            .nIn(weight.size(1))
                            .nOut(weight.size(0))
                            .hasBias(false)
                            .convolutionMode(ConvolutionMode.Truncate)
                            .activation(Activation.IDENTITY)
                            .build(),
                    in);
            parameters.put(node.input(1), layer + "_W");
        } else if (operator instanceof Operator.Normalization n) {
            builder.addLayer(
                    layer,
                    new BatchNormalization.Builder()
                            .decay(.9)
                            .eps(n.epsilon())
                            .useLogStd(false)
                            .build(),
                    in);
            parameters.put(node.input(1), layer + "_gamma");
            parameters.put(node.input(2), layer + "_beta");
        } else if (operator instanceof Operator.Activation) {
            builder.addLayer(
                    layer,
                    new ActivationLayer.Builder().activation(Activation.RELU).build(),
                    in);
        } else if (operator instanceof Operator.Elementwise) {
            builder.addVertex(layer, new ElementWiseVertex(ElementWiseVertex.Op.Add), in, node.input(1));
        } else if (operator instanceof Operator.Pool) {
            builder.addLayer(layer, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), in);
        } else if (operator instanceof Operator.Gemm) {
            Shape weight = graph.weights().get(node.input(1)).shape();
            String flattened = graph.producer(in).orElseThrow().input(0);
            builder.addLayer(
                    layer,
                    new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                            .nIn(weight.size(1))
                            .nOut(weight.size(0))
                            .activation(Activation.SOFTMAX)
                            .build(),
                    flattened);
            parameters.put(node.input(1), layer + "_W");
            parameters.put(node.input(2), layer + "_b");
        }
    }

    /** The images and one-hot labels of a batch. @param images channels first */
    private DataSet load(float[] images, int[] labels) {
        long[] sizes = model.graph()
                .inputs()
                .get(0)
                .type()
                .shape()
                .withSymbols(labels.length)
                .toArray();
        long classes = model.graph().outputs().get(0).type().shape().size(1);
        INDArray wanted = Nd4j.zeros(DataType.FLOAT, labels.length, classes);
        for (int i = 0; i < labels.length; i++) {
            wanted.putScalar(i, labels[i], 1);
        }
        return new DataSet(Nd4j.createFromArray(images).reshape('c', sizes), wanted);
    }

    /** Loss and gradients of one batch. */
    Gradients.Pass pass(float[] images, int[] labels) {
        DataSet batch = load(images, labels);
        network.setInput(0, batch.getFeatures());
        network.setLabel(0, batch.getLabels());
        network.computeGradientAndScore();
        Map<String, float[]> gradients = new TreeMap<>();
        parameters.forEach((ours, theirs) -> {
            INDArray gradient = network.gradient().getGradientFor(theirs);
            INDArray oriented = isProduct(ours) ? gradient.transpose() : gradient;
            // DL4J divides by the batch when it updates.
            gradients.put(ours, oriented.dup('c').div(labels.length).reshape(-1).toFloatVector());
        });
        return new Gradients.Pass(network.score(), gradients);
    }

    /** One step of training. */
    void train(float[] images, int[] labels) {
        network.fit(load(images, labels));
    }
}

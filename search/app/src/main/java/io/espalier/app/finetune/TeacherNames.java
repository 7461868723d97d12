package io.espalier.app.finetune;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a teacher calls what a student reads and says: by the same names, or, where each has only one, by its own. */
final class TeacherNames {
    private final List<String> inputs;
    private final List<String> outputs;
    private final String studentsFirst;

    TeacherNames(ModelGraph teacher, ModelGraph student) {
        this.inputs = names(teacher.inputs());
        this.outputs = names(teacher.outputs());
        this.studentsFirst = student.outputs().get(0).name();
    }

    private static List<String> names(List<GraphValue> values) {
        return values.stream().map(GraphValue::name).toList();
    }

    /** What the teacher is fed. @throws IllegalArgumentException when it wants something else */
    Map<String, Tensor> inputs(Map<String, Tensor> students) {
        Map<String, Tensor> fed = new LinkedHashMap<>();
        for (String input : inputs) {
            Tensor tensor = students.get(input);
            if (tensor == null && inputs.size() == 1 && students.size() == 1) {
                tensor = students.values().iterator().next();
            }
            if (tensor == null) {
                throw new IllegalArgumentException(
                        "The teacher reads %s, the model %s.%nMaybe another teacher: both see the same examples."
                                .formatted(inputs, students.keySet()));
            }
            fed.put(input, tensor);
        }
        return fed;
    }

    /** The teacher's name of a student's output. @throws IllegalArgumentException when it has none */
    String output(String students) {
        if (outputs.contains(students)) {
            return students;
        }
        if (students.equals(studentsFirst)) {
            return outputs.get(0);
        }
        throw new IllegalArgumentException(
                "The teacher has the outputs %s, but none called (%s).%nMaybe another teacher."
                        .formatted(outputs, students));
    }
}

package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives every node of a file a name of its own: ONNX neither demands names nor that they differ. */
final class NodeNames {
    private NodeNames() {}

    /** The same nodes; one without a name is called {@code TYPE_POSITION}, a second of the same name gets a number. */
    static List<NodeProto> complete(List<NodeProto> nodes) {
        Set<String> given = new HashSet<>();
        nodes.forEach(node -> given.add(node.getName()));
        Set<String> used = new HashSet<>();
        List<NodeProto> named = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            NodeProto node = nodes.get(i);
            String name = node.getName();
            if (name.isEmpty() || used.contains(name)) {
                name = free(name.isEmpty() ? node.getOpType() + "_" + i : name + "_" + i, given, used);
            }
            used.add(name);
            named.add(
                    name.equals(node.getName())
                            ? node
                            : node.toBuilder().setName(name).build());
        }
        return named;
    }

    private static String free(String wish, Set<String> given, Set<String> used) {
        String name = wish;
        while (given.contains(name) || used.contains(name)) {
            name += "_";
        }
        return name;
    }
}

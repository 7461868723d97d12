package io.espalier.app.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;

/** A sound file that faulty ones are made of. */
record SeedModel(String name, ModelProto file, Vocabulary words) {
    static SeedModel of(String name, ModelProto file) {
        return new SeedModel(name, file, Vocabulary.of(file));
    }
}

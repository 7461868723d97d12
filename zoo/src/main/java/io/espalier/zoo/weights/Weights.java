package io.espalier.zoo.weights;

import io.espalier.zoo.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** An immutable map from initializer name to tensor, in file order. Thread-safe. */
public final class Weights {
    private static final Weights EMPTY = new Weights(Map.of());

    private final Map<String, Tensor> tensors;

    private Weights(Map<String, Tensor> tensors) {
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    public static Weights of(Map<String, Tensor> tensors) {
        return new Weights(tensors);
    }

    public static Weights empty() {
        return EMPTY;
    }

    public Map<String, Tensor> tensors() {
        return tensors;
    }

    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** @throws IllegalArgumentException when there is none of that name */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("There is no weight (%s).".formatted(name));
        }
        return tensor;
    }

    /** A copy with these tensors added or replaced. */
    public Weights with(Map<String, Tensor> changed) {
        Map<String, Tensor> copy = new LinkedHashMap<>(tensors);
        copy.putAll(changed);
        return new Weights(copy);
    }

    public Weights with(String name, Tensor tensor) {
        return with(Map.of(name, tensor));
    }

    /** SHA-256 (hex) over names, types, shapes and bytes, in name order. */
    public String sha256() {
        MessageDigest digest = Sha256.digest();
        for (String name : new TreeSet<>(tensors.keySet())) {
            Tensor tensor = get(name);
            digest.update((name + '\0' + tensor + '\0').getBytes(StandardCharsets.UTF_8));
            digest.update(tensor.bytes());
        }
        return Sha256.hex(digest);
    }
}

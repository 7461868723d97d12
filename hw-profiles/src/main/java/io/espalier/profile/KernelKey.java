package io.espalier.profile;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Precision;

/**
 * What makes two kernels cost the same on one profile: operators that a runtime fuses and runs as one, their shapes and
 * number formats. Batch and threads belong to the profile. Its text form is canonical: equal keys, equal texts.
 *
 * @param kind of the operator that does the work: {@code conv}, {@code dwconv}, {@code gemm}, {@code matmul},
 *     {@code maxpool}, {@code avgpool}, {@code add}, {@code relu}, {@code concat}, {@code slice}, …
 * @param inChannels channels (features of a {@code gemm}) read; of several inputs: their sum where they are joined,
 *     else those of one
 * @param outChannels channels (features) written
 * @param size sizes of the input behind the channel axis (height and width); empty when there are none
 * @param window what else the operator is told, canonical: {@code k3x3 s2x2 p1,1,1,1 d2x2 g4}, parts at their neutral
 *     value left out; may be empty
 * @param fused what the runtime does in the same pass: {@code +add+relu}; may be empty
 * @param precision number formats of weights and activations
 */
public record KernelKey(
        String kind, int inChannels, int outChannels, Longs size, String window, String fused, Precision precision)
        implements Comparable<KernelKey> {

    /** The axes of a kernel that a cut shortens. */
    public enum Axis {
        IN,
        OUT,
        /** Both at once, as in a depthwise convolution, an addition or a pool. */
        BOTH
    }

    public KernelKey {
        if (inChannels < 0 || outChannels < 0) {
            throw new IllegalArgumentException("The channels in (%d) and out (%d) of a kernel must not be negative."
                    .formatted(inChannels, outChannels));
        }
    }

    /** This kernel at other widths. */
    public KernelKey withChannels(int newIn, int newOut) {
        return new KernelKey(kind, newIn, newOut, size, window, fused, precision);
    }

    public KernelKey withPrecision(Precision newPrecision) {
        return new KernelKey(kind, inChannels, outChannels, size, window, fused, newPrecision);
    }

    /** All kernels that differ from this in widths alone: this with 0 channels in and out. */
    public KernelKey family() {
        return withChannels(0, 0);
    }

    /** Whether kernels of this kind multiply with weights, so that their widths have steps worth knowing. */
    public boolean isWeighted() {
        return kind.equals("conv")
                || kind.equals("dwconv")
                || kind.equals("convtranspose")
                || kind.equals("gemm")
                || kind.equals("matmul");
    }

    /** The text form, such as {@code conv+add+relu 16>32 32x32 k3x3 s2x2 p1,1,1,1 int8}. */
    @Override
    public String toString() {
        return KernelKeyText.write(this);
    }

    /** Reads the text form. @throws IllegalArgumentException when it is not one */
    public static KernelKey parse(String text) {
        return KernelKeyText.read(text);
    }

    /** Reads {@code fp32}, {@code fp16}, {@code int8} or {@code w4a8}. @throws IllegalArgumentException when it is none */
    public static Precision precision(String name) {
        return KernelKeyText.precision(name);
    }

    /** In the order of their texts. */
    @Override
    public int compareTo(KernelKey other) {
        return toString().compareTo(other.toString());
    }
}

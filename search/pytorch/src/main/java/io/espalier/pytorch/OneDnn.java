package io.espalier.pytorch;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The library that PyTorch convolves by, where it may. DJL has no call that switches it off, but libtorch has:
 * {@code at::globalContext().setUserEnabledMkldnn(false)}. PyTorch's own convolutions take over, several times slower.
 */
final class OneDnn {
    // As GCC and Clang spell the functions.
    private static final String CONTEXT = "_ZN2at13globalContextEv";
    private static final String USE = "_ZN2at7Context20setUserEnabledMkldnnEb";
    private static final String IS_USED = "_ZNK2at7Context17userEnabledMkldnnEv";
    private static final String USE_NNPACK = "_ZN2at7Context20setUserEnabledNNPACKEb";

    private OneDnn() {}

    /**
     * Libtorch must be loaded, and nothing computed yet.
     *
     * @throws IllegalStateException when this libtorch cannot do without
     */
    static void leave() {
        try {
            // The name finds the library that is loaded already.
            NativeLibrary torch = NativeLibrary.getInstance("torch_cpu");
            Pointer context = torch.getFunction(CONTEXT).invokePointer(new Object[0]);
            torch.getFunction(USE).invokeVoid(new Object[] {context, false});
            // It needs to know the caches, too, and complains at each convolution.
            torch.getFunction(USE_NNPACK).invokeVoid(new Object[] {context, false});
        } catch (UnsatisfiedLinkError e) {
            throw new IllegalStateException(
                    "PyTorch computes wrong numbers on this machine: its processor hides how large its caches are, and this libtorch does not let oneDNN be switched off.%nMaybe train with --engine nd4j."
                            .formatted(),
                    e);
        }
    }

    /** Whether PyTorch uses it; libtorch must be loaded. */
    static boolean isUsed() {
        NativeLibrary torch = NativeLibrary.getInstance("torch_cpu");
        Pointer context = torch.getFunction(CONTEXT).invokePointer(new Object[0]);
        return (torch.getFunction(IS_USED).invokeInt(new Object[] {context}) & 1) == 1;
    }
}

package io.espalier.nd4j;

/** How a kernel moves over an image: kernel size, stride, padding on both sides and dilation, each down and across. */
record Geometry(
        int kernelHeight, int kernelWidth, int strideY, int strideX, int padY, int padX, int dilationY, int dilationX) {

    /** A kernel as large as the image: a matrix product. */
    static Geometry whole(Size size) {
        return new Geometry(size.height(), size.width(), 1, 1, 0, 0, 1, 1);
    }

    /** The places of the kernel on one axis. */
    static int places(int size, int padBegin, int padEnd, int kernel, int stride, int dilation) {
        return Math.floorDiv(size + padBegin + padEnd - dilation * (kernel - 1) - 1, stride) + 1;
    }
}

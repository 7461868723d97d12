package io.espalier.nd4j;

import java.util.Arrays;

/**
 * The pixels of a batch, cut into blocks that threads share and tiles that fit the first cache. Blocks do not depend on
 * the number of threads, and their sums are added in order: so neither do the results.
 */
final class TiledRows {
    private static final int BLOCKS = 64;
    private static final int TILE = 1024;
    /** Scratch slots of the sums; loops may use those below. */
    private static final int SUM_SLOT = 4;

    private final Workers workers;
    private final int rows;
    private final int channels;
    private final int tileRows;
    private final int blocks;

    /** Handles one tile: {@code length} numbers from place {@code at} on. */
    @FunctionalInterface
    interface TileLoop {
        void run(Scratch scratch, int at, int length);
    }

    /** As {@link TileLoop}, adding to two sums that lie as the tile does. */
    @FunctionalInterface
    interface SummingLoop {
        void run(Scratch scratch, int at, int length, float[] first, float[] second);
    }

    TiledRows(Workers workers, int rows, int channels) {
        this.workers = workers;
        this.rows = rows;
        this.channels = channels;
        tileRows = Math.max(1, TILE / channels);
        blocks = Math.min(BLOCKS, rows);
    }

    /** Numbers in a full tile. */
    int tileLength() {
        return tileRows * channels;
    }

    /** A vector by channel, repeated over a tile. */
    void repeat(float[] byChannel, float[] tile) {
        for (int row = 0; row < tileRows; row++) {
            System.arraycopy(byChannel, 0, tile, row * channels, channels);
        }
    }

    void each(TileLoop loop) {
        workers.run(blocks, (scratch, from, to) -> {
            for (int block = from; block < to; block++) {
                eachOfBlock(block, scratch, loop);
            }
        });
    }

    private void eachOfBlock(int block, Scratch scratch, TileLoop loop) {
        int end = firstRow(block + 1);
        for (int row = firstRow(block); row < end; row += tileRows) {
            loop.run(scratch, row * channels, Math.min(tileRows, end - row) * channels);
        }
    }

    private int firstRow(int block) {
        return (int) ((long) rows * block / blocks);
    }

    /** Two sums by channel over all pixels: the first {@code channels} results, then the second. */
    double[] sums(SummingLoop loop) {
        double[] partial = new double[blocks * 2 * channels];
        workers.run(blocks, (scratch, from, to) -> {
            float[] first = scratch.floats(SUM_SLOT, tileLength());
            float[] second = scratch.floats(SUM_SLOT + 1, tileLength());
            for (int block = from; block < to; block++) {
                Arrays.fill(first, 0, tileLength(), 0);
                Arrays.fill(second, 0, tileLength(), 0);
                eachOfBlock(block, scratch, (own, at, length) -> loop.run(own, at, length, first, second));
                collapse(first, partial, block * 2 * channels);
                collapse(second, partial, (block * 2 + 1) * channels);
            }
        });
        double[] sums = new double[2 * channels];
        for (int i = 0; i < partial.length; i++) {
            sums[i % sums.length] += partial[i];
        }
        return sums;
    }

    private void collapse(float[] tile, double[] target, int offset) {
        for (int row = 0; row < tileRows; row++) {
            for (int channel = 0; channel < channels; channel++) {
                target[offset + channel] += tile[row * channels + channel];
            }
        }
    }
}

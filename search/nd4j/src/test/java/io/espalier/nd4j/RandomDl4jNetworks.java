package io.espalier.nd4j;

import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** DL4J's own networks of layers drawn at random, with random numbers in all of them. Images of 3×12×10. */
final class RandomDl4jNetworks {
    static final int CHANNELS = 3;
    static final int HEIGHT = 12;
    static final int WIDTH = 10;

    private static final List<IActivation> ACTIVATIONS = List.of(
            Activation.IDENTITY.getActivationFunction(),
            Activation.RELU.getActivationFunction(),
            Activation.RELU6.getActivationFunction(),
            Activation.HARDTANH.getActivationFunction(),
            Activation.HARDSIGMOID.getActivationFunction(),
            Activation.SIGMOID.getActivationFunction(),
            Activation.TANH.getActivationFunction(),
            Activation.SOFTPLUS.getActivationFunction(),
            Activation.SOFTSIGN.getActivationFunction(),
            Activation.SELU.getActivationFunction(),
            Activation.SWISH.getActivationFunction(),
            Activation.MISH.getActivationFunction(),
            new ActivationLReLU(.2),
            new ActivationELU(.7),
            new ActivationThresholdedReLU(.5));

    private final SplittableRandom random;

    RandomDl4jNetworks(long seed) {
        random = new SplittableRandom(seed);
    }

    private int draw(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    private IActivation activation() {
        return ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
    }

    private ConvolutionMode mode() {
        return random.nextBoolean() ? ConvolutionMode.Same : ConvolutionMode.Truncate;
    }

    /** A layer of images that leaves some of them. */
    private Layer ofImages() {
        ConvolutionMode mode = mode();
        int[] padding = mode == ConvolutionMode.Same ? new int[] {0, 0} : new int[] {1, draw(0, 1)};
        return switch (random.nextInt(13)) {
            case 0 ->
                new BatchNormalization.Builder()
                        .useLogStd(random.nextBoolean())
                        .eps(1e-4)
                        .build();
            case 1 ->
                new BatchNormalization.Builder()
                        .lockGammaBeta(true)
                        .gamma(1.3)
                        .beta(-.2)
                        .useLogStd(random.nextBoolean())
                        .build();
            case 2 ->
                new DepthwiseConvolution2D.Builder(draw(1, 3), draw(1, 3))
                        .depthMultiplier(draw(1, 3))
                        .stride(draw(1, 2), 1)
                        .padding(padding)
                        .convolutionMode(mode)
                        .hasBias(random.nextBoolean())
                        .activation(activation())
                        .build();
            case 3 ->
                new SeparableConvolution2D.Builder(draw(1, 3), draw(1, 3))
                        .depthMultiplier(draw(1, 2))
                        .nOut(draw(2, 6))
                        .padding(padding)
                        .convolutionMode(mode)
                        .hasBias(random.nextBoolean())
                        .activation(activation())
                        .build();
            case 4 ->
                new Deconvolution2D.Builder(draw(2, 3), draw(2, 3))
                        .stride(draw(1, 2), 2)
                        .nOut(draw(2, 5))
                        .convolutionMode(mode)
                        .hasBias(random.nextBoolean())
                        .activation(activation())
                        .build();
            case 5, 6 ->
                new SubsamplingLayer.Builder(
                                random.nextBoolean() ? PoolingType.MAX : PoolingType.AVG,
                                new int[] {draw(2, 3), draw(2, 3)},
                                new int[] {draw(1, 2), draw(1, 2)},
                                padding)
                        .convolutionMode(mode)
                        .avgPoolIncludePadInDivisor(random.nextBoolean())
                        .build();
            case 7 -> new ZeroPaddingLayer(draw(0, 2), draw(0, 2), draw(0, 2), draw(0, 2));
            case 8 -> new Cropping2D(draw(0, 1), draw(0, 1), draw(0, 1), draw(0, 1));
            case 9 ->
                new Upsampling2D.Builder(2)
                        .size(new int[] {draw(1, 2), draw(1, 2)})
                        .build();
            case 10 -> random.nextBoolean() ? new DropoutLayer(.5) : new ActivationLayer(activation());
            case 11 ->
                new ConvolutionLayer.Builder(draw(1, 3), draw(1, 3))
                        .nOut(draw(2, 6))
                        .dilation(draw(1, 2), draw(1, 2))
                        .padding(padding)
                        .convolutionMode(mode)
                        .activation(activation())
                        .build();
            default ->
                new ConvolutionLayer.Builder(draw(1, 3), draw(1, 3))
                        .nOut(draw(2, 6))
                        .stride(1, draw(1, 2))
                        .padding(padding)
                        .convolutionMode(mode)
                        .hasBias(random.nextBoolean())
                        .activation(activation())
                        .build();
        };
    }

    private Layer dense(int out) {
        return new DenseLayer.Builder()
                .nOut(out)
                .hasBias(random.nextBoolean())
                .dropOut(.5)
                .activation(activation())
                .build();
    }

    private Layer last() {
        boolean classes = random.nextBoolean();
        return new OutputLayer.Builder(classes ? LossFunctions.LossFunction.MCXENT : LossFunctions.LossFunction.MSE)
                .nOut(4)
                .activation(classes ? Activation.SOFTMAX : Activation.IDENTITY)
                .build();
    }

    private Layer globalPool() {
        return new GlobalPoolingLayer.Builder(random.nextBoolean() ? PoolingType.MAX : PoolingType.AVG).build();
    }

    /** A chain of layers; flattened at the end, or pooled. */
    MultiLayerNetwork chain() {
        while (true) {
            try {
                MultiLayerNetwork network = drawnChain();
                network.output(images(1, 0));
                return network;
            } catch (DL4JException e) {
                // Its layers left less of an image than the next one reads: another one is drawn.
            }
        }
    }

    private MultiLayerNetwork drawnChain() {
        NeuralNetConfiguration.ListBuilder list =
                new NeuralNetConfiguration.Builder().seed(1).list();
        list.layer(new ConvolutionLayer.Builder(3, 3)
                .nOut(4)
                .convolutionMode(mode())
                .activation(activation())
                .build());
        for (int i = draw(2, 6); i > 0; i--) {
            list.layer(ofImages());
        }
        if (random.nextBoolean()) {
            list.layer(globalPool());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.layer(dense(draw(3, 9)))
                .layer(last())
                .setInputType(InputType.convolutional(HEIGHT, WIDTH, CHANNELS))
                .build());
        network.init();
        randomize(network);
        return network;
    }

    /** Branches of equal maps that are joined in several ways. */
    ComputationGraph graph() {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(1)
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(HEIGHT, WIDTH, CHANNELS));
        graph.addLayer("stem", ofImages(), "images").addLayer("left", same(4), "stem");
        String left = "left";
        for (int i = 0; i < 3; i++) {
            String right = "right" + i;
            graph.addLayer(right, same(4), random.nextBoolean() ? "stem" : left);
            ElementWiseVertex.Op[] operations = ElementWiseVertex.Op.values();
            graph.addVertex(
                    "join" + i, new ElementWiseVertex(operations[random.nextInt(operations.length)]), left, right);
            left = "join" + i;
        }
        graph.addVertex("all", new MergeVertex(), left, "right0", "stem")
                .addLayer("pooled", globalPool(), "all")
                .addVertex("some", new SubsetVertex(1, 5), "pooled")
                .addVertex("scaled", new ScaleVertex(1.5), "some")
                .addLayer("flat", dense(6), "right1")
                .addVertex("features", new MergeVertex(), "scaled", "flat")
                .addLayer("scores", last(), "features")
                .setOutputs("scores");
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        randomize(network);
        return network;
    }

    private Layer same(int out) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(out)
                .convolutionMode(ConvolutionMode.Same)
                .hasBias(random.nextBoolean())
                .activation(activation())
                .build();
    }

    private void randomize(Model network) {
        network.paramTable().forEach((name, values) -> {
            for (long i = 0; i < values.length(); i++) {
                double number = .6 * random.nextDouble() - .3;
                values.putScalar(i, name.endsWith("var") ? 1 + number : number);
            }
        });
    }

    /** Images for a network of these. @param size how many */
    static INDArray images(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] pixels = new float[size * CHANNELS * HEIGHT * WIDTH];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (4 * random.nextDouble() - 2);
        }
        return org.nd4j.linalg.factory.Nd4j.createFromArray(pixels).reshape('c', size, CHANNELS, HEIGHT, WIDTH);
    }
}

package io.espalier.zoo.testing;

import io.espalier.zoo.weights.Model;
import java.util.SplittableRandom;

/** Networks drawn from a seed, for laws that must hold for any. All have a free batch, 3×16×16 inputs and 10 classes. */
public final class RandomNetworks {
    private RandomNetworks() {}

    /** Post-activation residual network: BN nodes or none, a projection or two, one to three blocks a stage. */
    public static Model residual(long seed) {
        return residual(seed, new SplittableRandom(seed).nextBoolean());
    }

    public static Model residual(long seed, boolean batchNorm) {
        SplittableRandom random = new SplittableRandom(seed);
        NetworkBuilder net = new NetworkBuilder(seed, 17);
        int channels = 4 + 2 * random.nextInt(3);
        String value = net.relu(convolution(net, "stem", net.input(3, 16, 16), 3, channels, 3, 1, 1, batchNorm));
        int stages = 1 + random.nextInt(3);
        for (int stage = 0; stage < stages; stage++) {
            int blocks = 1 + random.nextInt(3);
            for (int block = 0; block < blocks; block++) {
                boolean widens = stage > 0 && block == 0;
                int out = widens ? channels * 2 : channels;
                int stride = widens ? 2 : 1;
                String name = "stage%d.block%d".formatted(stage, block);
                int inner = 4 * (1 + random.nextInt(3));
                int groups = random.nextBoolean() ? 1 : 2;
                String branch = convolution(net, name + ".conv1", value, channels, inner, 3, stride, groups, batchNorm);
                branch = convolution(net, name + ".conv2", net.relu(branch), inner, out, 3, 1, 1, batchNorm);
                String shortcut = widens
                        ? convolution(net, name + ".shortcut", value, channels, out, 1, stride, 1, batchNorm)
                        : value;
                value = net.relu(random.nextBoolean() ? net.add(branch, shortcut) : net.add(shortcut, branch));
                channels = out;
            }
        }
        return net.build(net.classifier(value, channels, 10));
    }

    private static String convolution(
            NetworkBuilder net,
            String name,
            String in,
            int from,
            int to,
            int kernel,
            int stride,
            int groups,
            boolean bn) {
        String out = net.convolution(name, in, from, to, kernel, stride, groups);
        return bn ? net.batchNorm(name + ".bn", out, to) : out;
    }
}

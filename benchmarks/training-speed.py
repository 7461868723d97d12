"""Training steps of PyTorch, timed on demand: reads `network layout steps` a line, writes ms of a step a line.

The networks are those of the built-in architectures (ResNet.cifar(3, 10), MobileNetV2.cifar(10), ShuffleNetV2.cifar(10));
`parameters network` writes how many weights one has, so that a difference is seen. Run by benchmarks/training-speed.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH = 64


class Normalized(nn.Sequential):
    def __init__(self, inner, outer, kernel, stride=1, groups=1):
        super().__init__(
            nn.Conv2d(inner, outer, kernel, stride, kernel // 2, groups=groups, bias=False),
            nn.BatchNorm2d(outer, momentum=0.1),
        )


class Basic(nn.Module):
    def __init__(self, inner, outer, stride):
        super().__init__()
        self.first = Normalized(inner, outer, 3, stride)
        self.second = Normalized(outer, outer, 3)
        same = stride == 1 and inner == outer
        self.shortcut = nn.Identity() if same else Normalized(inner, outer, 1, stride)

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x))) + self.shortcut(x))


class Inverted(nn.Module):
    def __init__(self, inner, outer, expansion, stride):
        super().__init__()
        wide = inner * expansion
        self.expand = Normalized(inner, wide, 1) if expansion > 1 else None
        self.filter = Normalized(wide, wide, 3, stride, wide)
        self.project = Normalized(wide, outer, 1)
        self.added = stride == 1 and inner == outer

    def forward(self, x):
        y = x if self.expand is None else F.relu(self.expand(x))
        y = self.project(F.relu(self.filter(y)))
        return x + y if self.added else y


class Unit(nn.Module):
    def __init__(self, inner, outer, halves):
        super().__init__()
        half = outer // 2
        self.halves = halves
        stride = 2 if halves else 1
        if halves:
            self.left_filter = Normalized(inner, inner, 3, 2, inner)
            self.left_project = Normalized(inner, half, 1)
        self.first = Normalized(inner if halves else half, half, 1)
        self.filter = Normalized(half, half, 3, stride, half)
        self.second = Normalized(half, half, 1)

    def forward(self, x):
        if self.halves:
            left, right = F.relu(self.left_project(self.left_filter(x))), x
        else:
            left, right = x.chunk(2, 1)
        right = F.relu(self.second(self.filter(F.relu(self.first(right)))))
        y = torch.cat((left, right), 1)
        n, c, h, w = y.shape
        return y.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)


class Classifier(nn.Module):
    def __init__(self, features, width):
        super().__init__()
        self.features = features
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        return self.head(self.features(x).mean((2, 3)))


def resnet20():
    layers, inner = [Normalized(3, 16, 3), nn.ReLU()], 16
    for stage, width in enumerate((16, 32, 64)):
        for block in range(3):
            layers.append(Basic(inner, width, 2 if stage > 0 and block == 0 else 1))
            inner = width
    return Classifier(nn.Sequential(*layers), inner)


def mobilenetv2():
    layers, inner = [Normalized(3, 16, 3), nn.ReLU()], 16
    stages = ((1, 8, 1, 1), (6, 16, 2, 1), (6, 16, 3, 2), (6, 32, 4, 2), (6, 48, 3, 1), (6, 80, 3, 2), (6, 160, 1, 1))
    for expansion, width, blocks, stride in stages:
        for block in range(blocks):
            layers.append(Inverted(inner, width, expansion, stride if block == 0 else 1))
            inner = width
    layers += [Normalized(inner, 640, 1), nn.ReLU()]
    return Classifier(nn.Sequential(*layers), 640)


def shufflenetv2():
    layers, inner = [Normalized(3, 32, 3), nn.ReLU()], 32
    for width, units in ((128, 4), (256, 5), (512, 4)):
        for unit in range(units):
            layers.append(Unit(inner, width, unit == 0))
            inner = width
    layers += [Normalized(inner, 512, 1), nn.ReLU()]
    return Classifier(nn.Sequential(*layers), 512)


class Training:
    def __init__(self, network, layout):
        torch.manual_seed(1)
        self.format = torch.channels_last if layout == "nhwc" else torch.contiguous_format
        self.network = NETWORKS[network]().to(memory_format=self.format)
        self.images = torch.randn(BATCH, 3, 32, 32).contiguous(memory_format=self.format)
        self.labels = torch.arange(BATCH) * 7 % 10
        self.descent = torch.optim.SGD(self.network.parameters(), lr=0.001, momentum=0.9, weight_decay=5e-4)
        self.run(3)

    def run(self, steps):
        start = time.perf_counter()
        for _ in range(steps):
            self.descent.zero_grad(set_to_none=True)
            F.cross_entropy(self.network(self.images), self.labels).backward()
            self.descent.step()
        return 1000 * (time.perf_counter() - start) / steps


NETWORKS = {"resnet20": resnet20, "mobilenetv2": mobilenetv2, "shufflenetv2": shufflenetv2}


def main():
    torch.set_num_threads(int(sys.argv[1]))
    print(torch.__version__, flush=True)
    trainings = {}
    for line in sys.stdin:
        words = line.split()
        if words[0] == "parameters":
            # Running statistics count, as they do among the weights of an ONNX file.
            state = NETWORKS[words[1]]().state_dict()
            print(sum(value.numel() for name, value in state.items() if "num_batches" not in name), flush=True)
            continue
        network, layout, steps = words
        if (network, layout) not in trainings:
            trainings[network, layout] = Training(network, layout)
        print(trainings[network, layout].run(int(steps)), flush=True)


main()

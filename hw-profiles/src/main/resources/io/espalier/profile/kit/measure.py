#!/usr/bin/env python3
"""Times the models of this kit with ONNX Runtime, one line of results.csv a block of runs.

Needs Python 3.8 or newer and one package: onnxruntime, or a build of it for another device (onnxruntime-gpu,
onnxruntime-openvino, onnxruntime-qnn, ...). NumPy comes with it.

    python3 measure.py --provider cpu --threads 1

A run that was stopped goes on where it was when it is started again. Then give the folder, or plan.json and
results.csv, to 'espalier profile collect'.
"""
import argparse
import hashlib
import json
import os
import platform
import random
import sys
import time
from datetime import datetime, timezone

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # before ONNX Runtime is loaded: it sends no usage reports
import numpy as np  # noqa: E402
import onnxruntime as ort  # noqa: E402

FOLDER = os.path.dirname(os.path.abspath(__file__))
COLUMNS = "round,file,us,anchor_us"
ANCHOR_RUNS = 5
WAVE = 24  # models that are open at the same time
PROVIDERS = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "tensorrt": "TensorrtExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "qnn": "QNNExecutionProvider",
    "xnnpack": "XnnpackExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "dml": "DmlExecutionProvider",
    "rocm": "ROCMExecutionProvider",
    "migraphx": "MIGraphXExecutionProvider",
    "nnapi": "NnapiExecutionProvider",
    "acl": "ACLExecutionProvider",
    "webgpu": "WebGpuExecutionProvider",
}


def stop(what, maybe):
    print(what, file=sys.stderr)
    print("Maybe " + maybe, file=sys.stderr)
    sys.exit(2)


def options():
    parser = argparse.ArgumentParser(description="Times the models of this kit with ONNX Runtime.")
    parser.add_argument("--provider", default="cpu", help="cpu (default), %s" % ", ".join(list(PROVIDERS)[1:]))
    parser.add_argument("--provider-option", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--threads", type=int, help="inside one inference; default: as planned")
    parser.add_argument("--allow-fallback", action="store_true",
                        help="let the processor run what the provider cannot; the results say so")
    return parser.parse_args()


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith(("model name", "Model"))]
        if names:
            return names[0]
    except OSError:
        pass
    return platform.processor() or platform.machine() or "unknown"


class Timed:
    """A model that is ready to run."""

    def __init__(self, model, asked, threads, warmup):
        settings = ort.SessionOptions()
        settings.intra_op_num_threads = threads
        settings.inter_op_num_threads = 1
        # By itself a session keeps its cores busy for a second after a run, to the cost of all others.
        settings.add_session_config_entry("session.intra_op.spin_duration_us", "200")
        settings.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
        settings.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
        settings.log_severity_level = 4
        name = PROVIDERS.get(asked.provider, asked.provider)
        strict = asked.provider != "cpu" and not asked.allow_fallback
        if strict:
            settings.add_session_config_entry("session.disable_cpu_ep_fallback", "1")
        values = dict(option.split("=", 1) for option in asked.provider_option)
        try:
            self.session = ort.InferenceSession(os.path.join(FOLDER, model["file"]), settings, providers=[name],
                                                provider_options=[values], enable_fallback=False)
        except Exception as error:
            stop("The provider (%s) cannot run %s: %s" % (asked.provider, model["file"], str(error).splitlines()[0]),
                 "its libraries are missing (available: %s), or --allow-fallback helps."
                 % ", ".join(ort.get_available_providers()))
        if name not in self.session.get_providers():
            stop("The session fell back from the provider (%s) to %s, so nothing was measured."
                 % (asked.provider, ", ".join(self.session.get_providers())),
                 "its libraries or its driver are missing.")
        device = "cuda" if asked.provider in ("cuda", "tensorrt") else "cpu"
        self.binding = self.session.io_binding()
        draw = np.random.default_rng(0)
        for given in model["inputs"]:
            if given["type"] == "float32":
                value = draw.uniform(-1, 1, given["shape"]).astype(np.float32)
            else:
                value = np.zeros(given["shape"], given["type"])
            self.binding.bind_ortvalue_input(given["name"], ort.OrtValue.ortvalue_from_numpy(value, device, 0))
        for output in self.session.get_outputs():
            self.binding.bind_output(output.name, device)
        for _ in range(warmup):
            self.run()

    def run(self):
        self.session.run_with_iobinding(self.binding)
        self.binding.synchronize_outputs()

    def block(self, runs):
        """Microseconds a run: the mean without the slowest quarter, after some that warm caches and wake threads."""
        for _ in range(3):
            self.run()
        times = []
        for _ in range(runs):
            start = time.perf_counter_ns()
            self.run()
            times.append((time.perf_counter_ns() - start) / 1000)
        quiet = sorted(times)[:max(1, runs * 3 // 4)]
        return sum(quiet) / len(quiet)


def quantile(values, share):
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


class Results:
    """results.csv: what is there, and what is added."""

    def __init__(self, facts):
        self.path = os.path.join(FOLDER, "results.csv")
        self.blocks = {}  # by file: [(round, us, anchor us)]
        lines = []
        if os.path.exists(self.path):
            with open(self.path, "rb+") as file:
                whole = file.read()
                complete = whole[:whole.rfind(b"\n") + 1]  # a killed run may have left half a line
                file.truncate(len(complete))
                lines = complete.decode().splitlines()
        if COLUMNS in lines:
            there = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
            for key in ("plan", "runtime", "provider", "threads", "device"):
                if there.get(key) != facts[key]:
                    stop("results.csv is of the %s (%s), but this run is of (%s)." % (key, there.get(key), facts[key]),
                         "move results.csv away and start again.")
            for line in lines[lines.index(COLUMNS) + 1:]:
                number, file, us, anchor = line.split(",")
                self.blocks.setdefault(file, []).append((int(number), float(us), float(anchor)))
            self.file = open(self.path, "a")
        else:
            self.file = open(self.path, "w")
            for key, value in facts.items():
                self.file.write("# %s: %s\n" % (key, value))
            self.file.write(COLUMNS + "\n")
            self.file.flush()

    def of(self, model):
        return self.blocks.get(model["file"], [])

    def add(self, number, model, us, anchor):
        self.blocks.setdefault(model["file"], []).append((number, us, anchor))
        self.file.write("%d,%s,%.3f,%.3f\n" % (number, model["file"], us, anchor))
        self.file.flush()


def main():
    asked = options()
    with open(os.path.join(FOLDER, "plan.json"), "rb") as file:
        text = file.read()
    plan = json.loads(text)
    protocol = plan["protocol"]
    threads = asked.threads or plan["threads"]
    anchors = {}
    for model in plan["models"]:
        if model["network"] is not None and model["precision"] not in anchors:
            anchors[model["precision"]] = Timed(model, asked, threads, protocol["warmup"])
    results = Results({
        "kit": str(plan["kit"]),
        "plan": hashlib.sha256(text).hexdigest(),
        "runtime": "onnxruntime " + ort.__version__,
        "provider": asked.provider + ("+cpu" if asked.allow_fallback and asked.provider != "cpu" else ""),
        "threads": str(threads),
        "device": processor(),
        "architecture": platform.machine() or "unknown",
        "cores": str(os.cpu_count() or 1),
        "system": platform.system() or "unknown",
        "script": "measure.py, Python " + platform.python_version(),
        "started": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    })
    samples = {precision: [] for precision in anchors}
    for model in plan["models"]:
        samples[model["precision"]] += [anchor for _, _, anchor in results.of(model)]

    def slowest(precision):
        return quantile(samples[precision], .1) * (1 + protocol["slowModePercent"] / 100)

    def quiet(model):
        return sum(anchor <= slowest(model["precision"]) for _, _, anchor in results.of(model))

    for first in range(0, len(plan["models"]), WAVE):
        wave = plan["models"][first:first + WAVE]
        opened = {}
        for number in range(2 * protocol["rounds"]):
            extra = number >= protocol["rounds"]
            order = list(wave)
            random.Random(protocol["seed"] * 1000 + number).shuffle(order)
            for model in order:
                if any(done == number for done, _, _ in results.of(model)):
                    continue
                # Beyond what was planned, only what met a slow machine is measured again.
                if extra and quiet(model) >= (protocol["rounds"] + 1) // 2:
                    continue
                if model["file"] not in opened:
                    opened[model["file"]] = Timed(model, asked, threads, protocol["warmup"])
                anchor = anchors[model["precision"]].block(ANCHOR_RUNS)
                samples[model["precision"]].append(anchor)
                results.add(number, model, opened[model["file"]].block(protocol["runsPerBlock"]), anchor)
        print("\r%d of %d models" % (min(first + WAVE, len(plan["models"])), len(plan["models"])),
              end="", file=sys.stderr, flush=True)
    print("\nDone: results.csv", file=sys.stderr)


if __name__ == "__main__":
    main()

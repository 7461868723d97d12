// Times the models of this kit with ONNX Runtime, one line of results.csv a block of runs.
//
// Needs Node 18 or newer and one package: npm install onnxruntime-node
//
//     node measure.mjs --provider cpu --threads 1
//
// A run that was stopped goes on where it was when it is started again. Then give the folder, or plan.json and
// results.csv, to 'espalier profile collect'.
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

process.env.ORT_DISABLE_TELEMETRY ??= '1'; // before ONNX Runtime is loaded: it sends no usage reports

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
const COLUMNS = 'round,file,us,anchor_us';
const ANCHOR_RUNS = 5;
const WAVE = 24; // models that are open at the same time
const ARRAYS = {
  float32: Float32Array, float64: Float64Array, int8: Int8Array, uint8: Uint8Array, bool: Uint8Array,
  int16: Int16Array, uint16: Uint16Array, int32: Int32Array, uint32: Uint32Array,
  int64: BigInt64Array, uint64: BigUint64Array,
};

const {values: asked} = parseArgs({options: {
  provider: {type: 'string', default: 'cpu'}, // cpu, cuda, tensorrt, coreml, dml, qnn, webgpu, ...
  threads: {type: 'string'}, // inside one inference; default: as planned
  'allow-fallback': {type: 'boolean', default: false}, // let the processor run what the provider cannot
}});

function stop(what, maybe) {
  console.error(`${what}\nMaybe ${maybe}`);
  process.exit(2);
}

/** The package beside this file, or in the working directory. */
function load() {
  for (const place of [FOLDER, process.cwd()]) {
    try {
      const require = createRequire(path.join(place, 'measure.mjs'));
      return {ort: require('onnxruntime-node'), version: require('onnxruntime-node/package.json').version};
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return stop('The package onnxruntime-node is not there.', 'npm install onnxruntime-node');
}

/** Uniform in 0 to 1 from a seed (mulberry32), so that the order of blocks can be made again. */
function randomOf(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled(items, seed) {
  const random = randomOf(seed);
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}

function quantile(values, share) {
  const ordered = [...values].sort((a, b) => a - b);
  const place = share * (ordered.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, ordered.length - 1);
  return ordered[below] + (place - below) * (ordered[above] - ordered[below]);
}

const {ort, version} = load();
const text = fs.readFileSync(path.join(FOLDER, 'plan.json'));
const plan = JSON.parse(text);
const {protocol} = plan;
const threads = Number(asked.threads ?? plan.threads);
const strict = asked.provider !== 'cpu' && !asked['allow-fallback'];

/** A model that is ready to run. */
class Timed {
  static async open(model) {
    const settings = {
      executionProviders: [asked.provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 4,
      extra: {
        session: {
          // By itself a session keeps its cores busy for a second after a run, to the cost of all others.
          intra_op: {spin_duration_us: '200'},
          ...(strict ? {disable_cpu_ep_fallback: '1'} : {}),
        },
      },
    };
    const timed = new Timed();
    try {
      timed.session = await ort.InferenceSession.create(path.join(FOLDER, model.file), settings);
    } catch (error) {
      const bundled = ort.listSupportedBackends().map((backend) => backend.name).join(', ');
      stop(`The provider (${asked.provider}) cannot run ${model.file}: ${String(error.message).split('\n')[0]}`,
          `its libraries are missing (available: ${bundled}), or --allow-fallback helps.`);
    }
    const random = randomOf(0);
    timed.feeds = {};
    for (const {name, type, shape} of model.inputs) {
      const data = new ARRAYS[type](shape.reduce((product, size) => product * size, 1));
      if (type === 'float32') data.forEach((_, i) => { data[i] = 2 * random() - 1; });
      timed.feeds[name] = new ort.Tensor(type, data, shape);
    }
    for (let i = 0; i < protocol.warmup; i++) await timed.session.run(timed.feeds);
    return timed;
  }

  /** Microseconds a run: the mean without the slowest quarter, after some that warm caches and wake threads. */
  async block(runs) {
    for (let i = 0; i < 3; i++) await this.session.run(this.feeds);
    const times = [];
    for (let i = 0; i < runs; i++) {
      const start = process.hrtime.bigint();
      await this.session.run(this.feeds);
      times.push(Number(process.hrtime.bigint() - start) / 1000);
    }
    const quiet = times.sort((a, b) => a - b).slice(0, Math.max(1, Math.floor(runs * 3 / 4)));
    return quiet.reduce((sum, time) => sum + time, 0) / quiet.length;
  }
}

/** results.csv: what is there, and what is added. */
class Results {
  constructor(facts) {
    this.path = path.join(FOLDER, 'results.csv');
    this.blocks = new Map(); // by file: [[round, us, anchor us]]
    const there = fs.existsSync(this.path) ? fs.readFileSync(this.path, 'utf8') : '';
    const complete = there.slice(0, there.lastIndexOf('\n') + 1); // a killed run may have left half a line
    const lines = complete.split('\n').slice(0, -1);
    if (!lines.includes(COLUMNS)) {
      const head = Object.entries(facts).map(([key, value]) => `# ${key}: ${value}\n`).join('');
      fs.writeFileSync(this.path, head + COLUMNS + '\n');
      return;
    }
    fs.truncateSync(this.path, Buffer.byteLength(complete));
    for (const key of ['plan', 'runtime', 'provider', 'threads', 'device']) {
      const old = lines.find((line) => line.startsWith(`# ${key}: `))?.slice(key.length + 4);
      if (old !== facts[key]) {
        stop(`results.csv is of the ${key} (${old}), but this run is of (${facts[key]}).`,
            'move results.csv away and start again.');
      }
    }
    for (const line of lines.slice(lines.indexOf(COLUMNS) + 1)) {
      const [round, file, us, anchor] = line.split(',');
      this.keep(file, [Number(round), Number(us), Number(anchor)]);
    }
  }

  keep(file, block) {
    this.blocks.set(file, [...(this.blocks.get(file) ?? []), block]);
  }

  of(model) {
    return this.blocks.get(model.file) ?? [];
  }

  add(round, model, us, anchor) {
    this.keep(model.file, [round, us, anchor]);
    fs.appendFileSync(this.path, `${round},${model.file},${us.toFixed(3)},${anchor.toFixed(3)}\n`);
  }
}

const anchors = {};
for (const model of plan.models) {
  if (model.network !== null && !(model.precision in anchors)) anchors[model.precision] = await Timed.open(model);
}
const results = new Results({
  kit: String(plan.kit),
  plan: createHash('sha256').update(text).digest('hex'),
  runtime: `onnxruntime ${version}`,
  provider: asked.provider + (asked['allow-fallback'] && asked.provider !== 'cpu' ? '+cpu' : ''),
  threads: String(threads),
  device: os.cpus()[0]?.model.trim() || 'unknown',
  architecture: os.machine(),
  cores: String(os.cpus().length),
  system: os.type(),
  script: `measure.mjs, Node ${process.versions.node}`,
  started: new Date().toISOString().replace(/\.\d+Z/, 'Z'),
});

const samples = Object.fromEntries(Object.keys(anchors).map((precision) => [precision, []]));
for (const model of plan.models) {
  for (const [, , anchor] of results.of(model)) samples[model.precision].push(anchor);
}
const slowest = (precision) => quantile(samples[precision], .1) * (1 + protocol.slowModePercent / 100);
const quiet = (model) => results.of(model).filter(([, , anchor]) => anchor <= slowest(model.precision)).length;

for (let first = 0; first < plan.models.length; first += WAVE) {
  const wave = plan.models.slice(first, first + WAVE);
  const opened = new Map();
  for (let round = 0; round < 2 * protocol.rounds; round++) {
    const extra = round >= protocol.rounds;
    for (const model of shuffled(wave, protocol.seed * 1000 + round)) {
      if (results.of(model).some(([done]) => done === round)) continue;
      // Beyond what was planned, only what met a slow machine is measured again.
      if (extra && quiet(model) >= Math.floor((protocol.rounds + 1) / 2)) continue;
      if (!opened.has(model.file)) opened.set(model.file, await Timed.open(model));
      const anchor = await anchors[model.precision].block(ANCHOR_RUNS);
      samples[model.precision].push(anchor);
      results.add(round, model, await opened.get(model.file).block(protocol.runsPerBlock), anchor);
    }
  }
  for (const timed of opened.values()) await timed.session.release?.();
  process.stderr.write(`\r${Math.min(first + WAVE, plan.models.length)} of ${plan.models.length} models`);
}
console.error('\nDone: results.csv');

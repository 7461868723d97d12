package io.espalier.profile.imports;

import io.espalier.profile.DeviceFacts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.ProfileOrigin;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The convolution timings of TinyNAS (<a href="https://github.com/alibaba/lightweight-neural-architecture-search">Alibaba,
 * lightweight-neural-architecture-search</a>): one row a convolution, measured with TensorRT on an NVIDIA V100. The number
 * format is not in the rows but in the file's name.
 */
final class TinyNasImporter implements ProfileImporter {
    private static final Pattern PRECISION = Pattern.compile("(?<![a-z0-9])(fp32|fp16|int8)(?![a-z0-9])");
    private static final String[] COLUMNS = {"type", "batch", "cin", "h", "w", "cout", "k", "stride", "elmtfused", "ms"
    };

    @Override
    public String format() {
        return "tinynas-conv";
    }

    @Override
    public String description() {
        return "convolutions on NVIDIA V100 with TensorRT (fp32, fp16, int8), by TinyNAS; files of several formats together";
    }

    @Override
    public HardwareProfile read(ImportRequest request) {
        request.device(List.of("v100"));
        Map<Path, CsvTable> tables = new LinkedHashMap<>();
        request.files().forEach(file -> tables.put(file, CsvTable.read(file, COLUMNS)));
        int batch = batch(request, tables);
        Map<KernelKey, List<LatencyStatistics>> kernels = new LinkedHashMap<>();
        Set<Precision> precisions = new LinkedHashSet<>();
        tables.forEach((file, table) -> {
            Precision precision = precision(request, file);
            precisions.add(precision);
            for (CsvTable.Row row : table.rows()) {
                if (row.count("batch") == batch) {
                    kernels.computeIfAbsent(kernel(row, precision), key -> new ArrayList<>())
                            .add(LatencyStatistics.exactly(row.positiveUs("ms")));
                }
            }
        });
        List<KernelLatency> latencies = new ArrayList<>();
        kernels.forEach((key, some) -> latencies.add(
                new KernelLatency(key, some.size() == 1 ? some.get(0) : LatencyStatistics.together(some))));
        String formats = precisions.stream().map(Precision::toString).collect(Collectors.joining("-"));
        return HardwareProfile.empty(
                        request.idOr("v100-tensorrt-%s-b%d".formatted(formats, batch)),
                        new DeviceFacts("NVIDIA V100", "gpu", 80, List.of("L2 6144 KB"), List.of(), "not told"),
                        new RuntimeFacts("TensorRT", "not told"),
                        1,
                        batch,
                        ProfileProtocol.notKnown(),
                        request.created())
                .withKernels(latencies)
                .withOrigin(origin(batch, latencies.size()))
                .withSheet(StartingSheets.graphics(precisions));
    }

    private static int batch(ImportRequest request, Map<Path, CsvTable> tables) {
        Set<Integer> known = new TreeSet<>();
        tables.values().forEach(table -> table.rows().forEach(row -> known.add(row.count("batch"))));
        int usual = known.iterator().next();
        int batch = request.batch().orElse(usual);
        if (!known.contains(batch)) {
            throw new IllegalArgumentException("The table (%s) has no rows of batch %d.\nMaybe one of these: %s."
                    .formatted(request.files().get(0), batch, known));
        }
        return batch;
    }

    private static Precision precision(ImportRequest request, Path file) {
        Matcher matcher = PRECISION.matcher(file.getFileName().toString());
        Optional<String> named = matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
        return request.precision()
                .or(() -> named.map(KernelKey::precision))
                .orElseThrow(() -> new IllegalArgumentException("""
                        The table (%s) does not say the number format of its rows.
                        Maybe give it with --precision fp32, fp16 or int8.""".formatted(file)));
    }

    private static KernelKey kernel(CsvTable.Row row, Precision precision) {
        String kind = switch (row.text("type")) {
            case "Regular" -> "conv";
            case "Depthwise" -> "dwconv";
            default -> throw row.broken("has the type (%s), not Regular or Depthwise.".formatted(row.text("type")));
        };
        if (row.count("h") != row.count("w")) {
            throw row.broken("is of an image that is not square.");
        }
        return TableKernels.convolution(
                kind,
                row.count("cin"),
                row.count("cout"),
                row.count("h"),
                row.count("k"),
                row.count("stride"),
                row.count("elmtfused") == 1 ? "+add" : "",
                precision);
    }

    private static ProfileOrigin origin(int batch, int kernels) {
        return ProfileOrigin.imported(
                "https://github.com/alibaba/lightweight-neural-architecture-search, tinynas/latency/op_profiler",
                "Apache-2.0",
                List.of(
                        "%d convolutions at batch %d; rows of the same convolution are averaged."
                                .formatted(kernels, batch),
                        "Padding is not in the table: half the window, as the table's own output sizes imply.",
                        "Everything but convolutions is priced by a roofline fitted to them."));
    }
}

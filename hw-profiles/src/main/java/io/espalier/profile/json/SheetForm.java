package io.espalier.profile.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.espalier.profile.DeviceSheet;
import io.espalier.profile.Figure;
import io.espalier.profile.KernelKey;
import io.espalier.profile.Roofline;
import io.espalier.profile.SystolicArray;
import io.espalier.zoo.graph.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A device sheet as a profile's file says it: one of both kinds, precisions by name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SheetForm(@Nullable RooflineForm roofline, @Nullable SystolicForm systolicArray) {

    record RooflineForm(
            Map<String, Figure> gigaMacs,
            Figure efficiency,
            Figure depthwiseEfficiency,
            Figure memoryGigabytes,
            Figure cacheKilobytes,
            Figure cacheGigabytes,
            Figure launchUs,
            Figure tileChannels,
            Figure parallelOutputs,
            Figure spread) {
        static RooflineForm of(Roofline sheet) {
            Map<String, Figure> peaks = new LinkedHashMap<>();
            sheet.gigaMacs().forEach((precision, figure) -> peaks.put(precision.toString(), figure));
            return new RooflineForm(
                    peaks,
                    sheet.efficiency(),
                    sheet.depthwiseEfficiency(),
                    sheet.memoryGigabytes(),
                    sheet.cacheKilobytes(),
                    sheet.cacheGigabytes(),
                    sheet.launchUs(),
                    sheet.tileChannels(),
                    sheet.parallelOutputs(),
                    sheet.spread());
        }

        Roofline toSheet() {
            Map<Precision, Figure> peaks = new LinkedHashMap<>();
            required(gigaMacs, "gigaMacs").forEach((name, figure) -> peaks.put(KernelKey.precision(name), figure));
            return new Roofline(
                    peaks,
                    required(efficiency, "efficiency"),
                    required(depthwiseEfficiency, "depthwiseEfficiency"),
                    required(memoryGigabytes, "memoryGigabytes"),
                    required(cacheKilobytes, "cacheKilobytes"),
                    required(cacheGigabytes, "cacheGigabytes"),
                    required(launchUs, "launchUs"),
                    required(tileChannels, "tileChannels"),
                    required(parallelOutputs, "parallelOutputs"),
                    required(spread, "spread"));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SystolicForm(
            String dataflow,
            Figure rows,
            Figure columns,
            Figure megahertz,
            Figure sramKilobytes,
            Figure memoryGigabytes,
            Figure launchUs,
            List<String> precisions,
            @Nullable RooflineForm host,
            Figure spread) {
        static SystolicForm of(SystolicArray sheet) {
            return new SystolicForm(
                    sheet.dataflow().name().toLowerCase(Locale.ROOT),
                    sheet.rows(),
                    sheet.columns(),
                    sheet.megahertz(),
                    sheet.sramKilobytes(),
                    sheet.memoryGigabytes(),
                    sheet.launchUs(),
                    sheet.precisions().stream().map(Precision::toString).toList(),
                    sheet.host().map(RooflineForm::of).orElse(null),
                    sheet.spread());
        }

        SystolicArray toSheet() {
            return new SystolicArray(
                    SystolicArray.Dataflow.valueOf(
                            required(dataflow, "dataflow").toUpperCase(Locale.ROOT)),
                    required(rows, "rows"),
                    required(columns, "columns"),
                    required(megahertz, "megahertz"),
                    required(sramKilobytes, "sramKilobytes"),
                    required(memoryGigabytes, "memoryGigabytes"),
                    required(launchUs, "launchUs"),
                    required(precisions, "precisions").stream()
                            .map(KernelKey::precision)
                            .toList(),
                    Optional.ofNullable(host).map(RooflineForm::toSheet),
                    required(spread, "spread"));
        }
    }

    static SheetForm of(DeviceSheet sheet) {
        return sheet.accept(new DeviceSheet.Visitor<>() {
            @Override
            public SheetForm roofline(Roofline roofline) {
                return new SheetForm(RooflineForm.of(roofline), null);
            }

            @Override
            public SheetForm systolicArray(SystolicArray array) {
                return new SheetForm(null, SystolicForm.of(array));
            }
        });
    }

    /** @throws RuntimeException when a part is missing or wrong */
    DeviceSheet toSheet() {
        if (roofline != null) {
            return roofline.toSheet();
        }
        return required(systolicArray, "roofline\" or \"systolicArray").toSheet();
    }

    private static <T> T required(@Nullable T part, String field) {
        return Objects.requireNonNull(part, () -> "The field \"%s\" of the sheet is missing.".formatted(field));
    }
}

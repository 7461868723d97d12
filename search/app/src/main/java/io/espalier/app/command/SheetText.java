package io.espalier.app.command;

import io.espalier.profile.DeviceSheet;
import io.espalier.profile.Figure;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileOrigin;
import io.espalier.profile.Roofline;
import io.espalier.profile.SystolicArray;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes where the numbers of a profile are from: its origin, and each figure of its sheet with its source. */
final class SheetText implements DeviceSheet.Visitor<List<String>> {
    private final List<String> lines = new ArrayList<>();

    private SheetText() {}

    static void print(HardwareProfile profile, PrintWriter out) {
        ProfileOrigin origin = profile.origin();
        if (origin.kind() != ProfileOrigin.Kind.MEASURED) {
            String licence = origin.licence().isEmpty() ? "" : " (" + origin.licence() + ")";
            out.println("from " + origin.source() + licence);
            origin.notes().forEach(note -> out.println("- " + note));
        }
        profile.sheet().ifPresent(sheet -> sheet.accept(new SheetText()).forEach(out::println));
    }

    @Override
    public List<String> roofline(Roofline sheet) {
        add("", sheet);
        return lines;
    }

    @Override
    public List<String> systolicArray(SystolicArray sheet) {
        add("rows of multipliers", sheet.rows(), "");
        add("columns of multipliers", sheet.columns(), "");
        add("clock", sheet.megahertz(), "MHz");
        add("memory on the chip", sheet.sramKilobytes(), "KB");
        add("memory bandwidth", sheet.memoryGigabytes(), "GB/s");
        add("start of a kernel", sheet.launchUs(), "µs");
        add("spread of prices", sheet.spread(), "times");
        sheet.host().ifPresent(host -> add("host: ", host));
        return lines;
    }

    private void add(String prefix, Roofline sheet) {
        sheet.gigaMacs().forEach((precision, peak) -> add(prefix + "peak in " + precision, peak, "GMAC/s"));
        add(prefix + "dense convolutions reach", sheet.efficiency(), "of the peak");
        add(prefix + "depthwise convolutions reach", sheet.depthwiseEfficiency(), "of the peak");
        add(prefix + "memory bandwidth", sheet.memoryGigabytes(), "GB/s");
        add(prefix + "cache", sheet.cacheKilobytes(), "KB");
        add(prefix + "cache bandwidth", sheet.cacheGigabytes(), "GB/s");
        add(prefix + "start of a kernel", sheet.launchUs(), "µs");
        add(prefix + "tile", sheet.tileChannels(), "channels");
        add(prefix + "outputs at once", sheet.parallelOutputs(), "elements");
        add(prefix + "spread of prices", sheet.spread(), "times");
    }

    private void add(String name, Figure figure, String unit) {
        String value = String.format(Locale.ROOT, "%s: %.4g %s", name, figure.value(), unit);
        lines.add("%s - %s".formatted(value.strip(), figure.source()));
    }
}

package io.espalier.app.report;

import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.WidthStep;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * A profile as one self-contained page: for each kernel with weights where a channel costs and where it is free, over the
 * input, the output, and both.
 */
public final class ProfilePage {
    private static final int FEWEST_WIDTHS = 3;
    private static final int MOST_POINTS = 256;
    private static final double US_PER_MS = 1000;
    private static final Precision ANY = Precision.FP32;

    private final HardwareProfile profile;
    private final KernelTableLatency latency;
    private final List<WidthStep> steps;

    private ProfilePage(HardwareProfile profile) {
        this.profile = profile;
        latency = KernelTableLatency.of(profile);
        steps = KernelSteps.of(profile);
    }

    /** The page as HTML. */
    public static String render(HardwareProfile profile) {
        return new ProfilePage(profile).render();
    }

    private String render() {
        StringBuilder figures = new StringBuilder();
        families().forEach((family, kernels) -> figures.append(figure(family, kernels)));
        if (figures.isEmpty()) {
            figures.append("<p>No kernel with weights was measured at three widths or more.</p>");
        }
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Espalier: profile @@ID@@</title>
                <style>
                  body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1240px; margin: 2em auto; padding: 0 1em; }
                  h1 { font-size: 1.4em; } h2 { font-size: 1em; margin: 2em 0 0; font-family: monospace; }
                  .row { display: flex; flex-wrap: wrap; } .row svg { width: 30%; min-width: 260px; height: auto; }
                </style>
                </head>
                <body>
                <h1>Espalier: profile @@ID@@</h1>
                <p>@@DEVICE@@</p>
                <p>Dots are measured, lines and shades predicted. A flat stretch means that its channels are free: keep the widest of it.
                Ticks under an axis mark the widths that a search offers. In the squares, darker is slower; a yellow line closes each step
                at its widest width. Lines that run through the whole square: the step does not depend on the other width.</p>
                @@FIGURES@@</body>
                </html>
                """.replace("@@ID@@", Html.escape(profile.id().value()))
                .replace("@@DEVICE@@", Html.escape(device()))
                .replace("@@FIGURES@@", figures);
    }

    private String device() {
        return "%s, %s %s, %d threads, batch %d"
                .formatted(
                        profile.device().processor(),
                        profile.runtime().name(),
                        profile.runtime().version(),
                        profile.threads(),
                        profile.batch());
    }

    /** Weighted kernels that differ in widths and precision alone; those with the most work in them first. */
    private Map<KernelKey, List<KernelLatency>> families() {
        Map<KernelKey, List<KernelLatency>> all = new TreeMap<>();
        for (KernelLatency kernel : profile.kernels()) {
            if (kernel.key().isWeighted()) {
                all.computeIfAbsent(kernel.key().family().withPrecision(ANY), key -> new ArrayList<>())
                        .add(kernel);
            }
        }
        Map<KernelKey, List<KernelLatency>> ordered = new LinkedHashMap<>();
        all.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                                .map(kernel -> kernel.key().withPrecision(ANY))
                                .distinct()
                                .count()
                        >= FEWEST_WIDTHS)
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue().stream()
                        .mapToDouble(kernel -> kernel.latency().p10Us())
                        .sum()))
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    private String figure(KernelKey family, List<KernelLatency> kernels) {
        Map<Precision, List<KernelKey>> byPrecision = new LinkedHashMap<>();
        kernels.stream()
                .map(KernelLatency::key)
                .sorted(Comparator.comparingInt(
                        (KernelKey key) -> -key.precision().weightBits()))
                .forEach(key -> byPrecision
                        .computeIfAbsent(key.precision(), precision -> new ArrayList<>())
                        .add(key));
        int in = kernels.stream()
                .mapToInt(kernel -> kernel.key().inChannels())
                .max()
                .orElse(1);
        int out = kernels.stream()
                .mapToInt(kernel -> kernel.key().outChannels())
                .max()
                .orElse(1);
        StringBuilder html = new StringBuilder("<h2>%s</h2>\n<div class=\"row\">\n"
                .formatted(
                        Html.escape(family.toString().replaceFirst(" 0>0 ", " ").replaceFirst(" fp32$", ""))));
        if (family.kind().equals("dwconv")) {
            html.append(curves("channels", byPrecision, Axis.BOTH, in, width -> family.withChannels(width, width)));
        } else {
            html.append(curves(
                    "output channels, of %d input channels".formatted(in),
                    byPrecision,
                    Axis.OUT,
                    out,
                    width -> family.withChannels(in, width)));
            html.append(curves(
                    "input channels, of %d output channels".formatted(out),
                    byPrecision,
                    Axis.IN,
                    in,
                    width -> family.withChannels(width, out)));
            byPrecision.forEach(
                    (precision, keys) -> html.append(SurfaceSvg.draw(family.withPrecision(precision), keys, this::us)));
        }
        return html.append("</div>\n").append(stepsOf(family)).toString();
    }

    /** The steps of the kernels of a figure, in words. */
    private String stepsOf(KernelKey family) {
        StringBuilder html = new StringBuilder();
        for (WidthStep step : steps) {
            if (step.kernel().family().withPrecision(ANY).equals(family)) {
                html.append("<li>%s, %s: steps of %d%s</li>\n"
                        .formatted(
                                Html.escape(step.kernel().toString()),
                                step.axis().name().toLowerCase(Locale.ROOT),
                                step.divisor(),
                                step.bands().isEmpty() ? "" : "; " + KernelSteps.overOtherAxis(step)));
            }
        }
        return html.isEmpty() ? "" : "<ul>\n" + html + "</ul>\n";
    }

    private String curves(
            String name,
            Map<Precision, List<KernelKey>> byPrecision,
            Axis axis,
            int widest,
            IntFunction<KernelKey> atWidth) {
        List<WidthCurve> curves = new ArrayList<>();
        int stride = (widest + MOST_POINTS - 1) / MOST_POINTS;
        byPrecision.forEach((precision, keys) -> {
            List<WidthCurve.Point> predicted = new ArrayList<>();
            List<WidthCurve.Point> measured = new ArrayList<>();
            for (int width = stride; width <= widest; width += stride) {
                KernelKey kernel = atWidth.apply(width).withPrecision(precision);
                predicted.add(new WidthCurve.Point(width, us(kernel)));
                int place = width;
                profile.kernel(kernel)
                        .ifPresent(known -> measured.add(
                                new WidthCurve.Point(place, known.latency().p10Us())));
            }
            int step = profile.steps()
                    .divisor(atWidth.apply(widest).withPrecision(precision), axis)
                    .orElse(0);
            curves.add(new WidthCurve(precision.toString(), predicted, measured, step));
        });
        return StaircaseSvg.draw(name, curves);
    }

    private double us(KernelKey kernel) {
        return latency.kernelCost(kernel).value() * US_PER_MS;
    }
}

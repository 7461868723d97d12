package io.espalier.search;

import io.espalier.search.export.Front;
import java.nio.file.Path;

/**
 * What a run found.
 *
 * @param directory the run directory, with the models
 * @param front parent, baselines, points and what was dropped
 * @param scored candidates scored on the first rung
 */
public record SearchResult(Path directory, Front front, int scored) {}

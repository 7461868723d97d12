package io.espalier.profile;

/** What one kernel costs on a profile. */
public record KernelLatency(KernelKey key, LatencyStatistics latency) {}

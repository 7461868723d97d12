package io.espalier.search.export;

import io.espalier.search.space.CandidateId;

/** A tuned candidate that is not on the front. @param reason in words */
public record Dropped(String id, CandidateId key, String reason) {}

package io.espalier.profile;

/** The program that ran the networks of a profile. */
public record RuntimeFacts(String name, String version) {}

package io.espalier.search.method;

/** Makes the method of one run; what Guice binds. */
@FunctionalInterface
public interface SearchMethodFactory {
    SearchMethod start(SearchProblem problem);
}

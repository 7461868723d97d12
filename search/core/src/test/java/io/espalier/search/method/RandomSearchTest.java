package io.espalier.search.method;

class RandomSearchTest implements SearchMethodContract {
    @Override
    public SearchMethod start(SearchProblem problem) {
        return new RandomSearch(problem);
    }
}

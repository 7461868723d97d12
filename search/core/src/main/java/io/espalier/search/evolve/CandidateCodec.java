package io.espalier.search.evolve;

import io.espalier.search.space.Candidate;
import io.espalier.search.space.Decision;
import io.espalier.search.space.SearchSpace;
import io.jenetics.Genotype;
import io.jenetics.IntegerChromosome;
import io.jenetics.IntegerGene;
import java.util.ArrayList;
import java.util.List;

/** The one translation between candidates and genes: a chromosome of one gene a decision, its index. */
final class CandidateCodec {
    private CandidateCodec() {}

    static Genotype<IntegerGene> encode(SearchSpace space, Candidate candidate) {
        List<IntegerChromosome> chromosomes = new ArrayList<>();
        for (int i = 0; i < space.size(); i++) {
            Decision decision = space.decisions().get(i);
            chromosomes.add(IntegerChromosome.of(IntegerGene.of(candidate.index(i), 0, decision.alternatives())));
        }
        return Genotype.of(chromosomes);
    }

    static Candidate decode(SearchSpace space, Genotype<IntegerGene> genotype) {
        return space.candidate(decision -> genotype.get(decision).get(0).intValue());
    }
}

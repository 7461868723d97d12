package io.espalier.search.evaluate;

import io.espalier.cost.CostModelException;
import io.espalier.cost.CostQuery;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.Recipe;
import io.espalier.search.space.SearchSpace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Prices structures by the costs of a catalog, each recipe once. The whole parent must be priced; of its cuts, those that
 * cannot be are failures.
 */
public final class CatalogPricing implements Pricing {
    private static final int CAPACITY = 20_000;

    private final Assembler assembler;
    private final SearchSpace space;
    private final CostCatalog catalog;
    private final List<HardwareProfile> profiles;
    private final CostQuery parent;
    private final Map<Recipe, Priced> known = Collections.synchronizedMap(new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Recipe, Priced> eldest) {
            return size() > CAPACITY;
        }
    });

    public CatalogPricing(Assembler assembler, SearchSpace space, CostCatalog catalog, List<HardwareProfile> profiles) {
        this.assembler = assembler;
        this.space = space;
        this.catalog = catalog;
        this.profiles = List.copyOf(profiles);
        this.parent = query(Recipe.PARENT, Optional.empty());
    }

    @Override
    public Priced price(Candidate candidate) {
        return price(assembler.recipe(space, candidate));
    }

    @Override
    public Priced price(Recipe recipe) {
        Priced priced = known.get(recipe);
        if (priced == null) {
            priced = estimate(recipe);
            known.put(recipe, priced);
        }
        return priced;
    }

    private Priced estimate(Recipe recipe) {
        try {
            return Priced.of(
                    recipe,
                    assembler.id(recipe),
                    catalog.prompt(query(recipe, Optional.of(parent))),
                    () -> catalog.late(query(recipe, Optional.of(parent))));
        } catch (CostModelException e) {
            return new Priced(recipe, assembler.id(recipe), new TreeMap<>(), String.valueOf(e.getMessage()));
        } catch (InvalidProfileException e) {
            if (recipe.isWhole()) {
                throw e;
            }
            // A rare fusion that no measured network had: this candidate is out, not the run.
            return new Priced(recipe, assembler.id(recipe), new TreeMap<>(), String.valueOf(e.getMessage()));
        }
    }

    private CostQuery query(Recipe recipe, Optional<CostQuery> original) {
        return new RecipeQuery(assembler, recipe, profiles, original);
    }
}

package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {

    @Test
    void shapesNeedNoFolder() {
        assertThat(Datasets.of(Map.of()).open("shapes").train().size()).isEqualTo(20_000);
        assertThatThrownBy(() -> Datasets.of(Map.of()).open("shapes:here"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith("Maybe --data shapes.");
    }

    @Test
    void rejectsAnUnknownName() {
        assertThatThrownBy(() -> Datasets.of(Map.of()).open("imagenet:/data"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("""
                        The data (imagenet:/data) is none of shapes, cifar10, cifar100, fashion-mnist, folder, arrays.
                        Maybe folder:DIR, with train/ and test/ and in each a sub-folder for every class.""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10", "cifar100", "fashion-mnist", "folder"})
    void namesAFolderThatIsMissing(String name) {
        assertThatThrownBy(() -> Datasets.of(Map.of()).open(name + ":/no/such/folder"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("""
                        The data folder %s of %s does not exist.
                        Maybe the path is wrong: --data %s:DIR.""".formatted(Path.of("/no/such/folder"), name, name));
        assertThatThrownBy(
                        () -> Datasets.of(Map.of("ESPALIER_DATA", "/nowhere")).open(name))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith(
                        "The data folder %s of %s does not exist.".formatted(Path.of("/nowhere", name), name));
        assertThatThrownBy(() -> Datasets.of(Map.of()).open(name))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("""
                        The data %s has no folder.
                        Maybe --data %s:DIR, or the environment variable ESPALIER_DATA with a folder %s in it.""".formatted(name, name, name));
    }
}

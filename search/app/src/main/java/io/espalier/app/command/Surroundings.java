package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.json.ProfileRepository;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command sees of the world, so that tests can give it another one.
 *
 * @param out where results go
 * @param err where progress and errors go
 * @param environment variables such as {@code ESPALIER_HOME} and {@code ESPALIER_DATA}
 * @param workingDirectory what relative paths are relative to
 * @param userHome where {@code .espalier} lies when {@code ESPALIER_HOME} is not set
 */
record Surroundings(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        Path workingDirectory,
        Path userHome,
        InstantSource clock) {
    Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    static Surroundings ofProcess(PrintWriter out, PrintWriter err) {
        return new Surroundings(
                out,
                err,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("user.home")),
                InstantSource.system());
    }

    ProfileRepository profiles() {
        return ProfileRepository.ofEnvironment(environment, userHome);
    }

    /** The profile of an id, or in a file relative to the working directory. Throws like {@link ProfileRepository#load}. */
    HardwareProfile profile(String idOrFile) {
        Path file = workingDirectory.resolve(idOrFile);
        return profiles().load(Files.isRegularFile(file) ? file.toString() : idOrFile);
    }

    /** The model {@code FILE} or {@code zoo:NAME}. Throws like {@link ModelFile#of}. */
    ModelFile model(String spec) {
        return ModelFile.of(spec, workingDirectory);
    }

    /** One line for the user that is no result. */
    void say(String format, Object... values) {
        err.println(values.length == 0 ? format : format.formatted(values));
        err.flush();
    }
}

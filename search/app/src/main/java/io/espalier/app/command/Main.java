package io.espalier.app.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line of Espalier: {@code espalier COMMAND ...}. */
@Command(
        name = "espalier",
        description = "Finds the smaller versions of a trained network that are worth having on a device.",
        versionProvider = Main.Version.class)
public final class Main implements Runnable {

    @Mixin
    private StandardOptions standard;

    @CommandLine.Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and stop.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    private Main() {
        standard = new StandardOptions();
    }

    public static void main(String... args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /**
     * Runs one command and returns its exit status; the whole program but for the JVM's exit.
     *
     * @param out where results go
     * @param err where progress and errors go
     * @return 0 done, 1 failed, 2 wrong usage or bad input
     */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(Surroundings.ofProcess(out, err), args);
    }

    /** Runs one command in these surroundings. */
    static int run(Surroundings surroundings, String... args) {
        CommandLine commands = commands(surroundings);
        try {
            return commands.execute(args);
        } catch (LinkageError | OutOfMemoryError e) {
            return Failures.report(e, Arrays.asList(args).contains("--verbose"), surroundings.err());
        }
    }

    /** All commands, as they are parsed. */
    static CommandLine commands(Surroundings surroundings) {
        CommandLine commands = new CommandLine(new Main())
                .addSubcommand(new EvaluateCommand(surroundings))
                .addSubcommand(new FactorizeCommand(surroundings))
                .addSubcommand(new FinetuneCommand(surroundings))
                .addSubcommand(new InspectCommand(surroundings))
                .addSubcommand(new PredictCommand(surroundings))
                .addSubcommand(profileCommands(surroundings))
                .addSubcommand(new PruneCommand(surroundings))
                .addSubcommand(new ReportCommand(surroundings))
                .addSubcommand(new SearchCommand(surroundings))
                .addSubcommand(zooCommands(surroundings))
                .setOut(surroundings.out())
                .setErr(surroundings.err());
        Failures.handleIn(commands);
        return commands;
    }

    private static CommandLine profileCommands(Surroundings surroundings) {
        return new CommandLine(new ProfileCommand())
                .addSubcommand(new ProfileMeasureCommand(surroundings))
                .addSubcommand(new ProfileImportCommand(surroundings))
                .addSubcommand(new ProfilePlanCommand(surroundings))
                .addSubcommand(new ProfileCollectCommand(surroundings))
                .addSubcommand(new ProfileTransferCommand(surroundings))
                .addSubcommand(new ProfileListCommand(surroundings))
                .addSubcommand(new ProfileShowCommand(surroundings));
    }

    private static CommandLine zooCommands(Surroundings surroundings) {
        return new CommandLine(new ZooCommand())
                .addSubcommand(new ZooListCommand(surroundings))
                .addSubcommand(new ZooExportCommand(surroundings))
                .addSubcommand(new ZooTrainCommand(surroundings));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Says which Espalier this is. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"espalier 0.1.0-SNAPSHOT"};
        }
    }
}

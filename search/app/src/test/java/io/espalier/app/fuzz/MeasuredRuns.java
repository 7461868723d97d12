package io.espalier.app.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** Runs tasks one after the other on a thread of their own, and gives up on one that does not end. */
final class MeasuredRuns {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double NANOS = 1e9;
    private static final long LOOK_MS = 100;

    private final double mostSeconds;
    private Worker worker = new Worker();

    /** @param mostSeconds of processor time before a task counts as hung; ten times as much of any time */
    MeasuredRuns(double mostSeconds) {
        this.mostSeconds = mostSeconds;
    }

    /**
     * What a task took.
     *
     * @param thrown null when it ended well; of a hung one an error whose stack is where it was
     * @param seconds of processor time
     * @param allocatedBytes on the task's thread, freed or not
     */
    record Taken(Throwable thrown, double seconds, long allocatedBytes) {}

    /** The time of a task ran out. */
    static final class HungException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private HungException(double seconds, StackTraceElement[] where) {
            super("Still running after %.1f s.".formatted(seconds));
            setStackTrace(where);
        }
    }

    Taken run(Runnable task) throws InterruptedException {
        long bytes = THREADS.getThreadAllocatedBytes(worker.getId());
        long cpu = THREADS.getThreadCpuTime(worker.getId());
        long start = System.nanoTime();
        worker.tasks.put(task);
        Ended ended = null;
        while (ended == null) {
            ended = worker.done.poll(LOOK_MS, TimeUnit.MILLISECONDS);
            double seconds = (THREADS.getThreadCpuTime(worker.getId()) - cpu) / NANOS;
            boolean hung = seconds > mostSeconds || System.nanoTime() - start > 10 * mostSeconds * NANOS;
            if (ended == null && hung) {
                Taken taken = new Taken(
                        new HungException(seconds, worker.getStackTrace()),
                        seconds,
                        THREADS.getThreadAllocatedBytes(worker.getId()) - bytes);
                worker = new Worker();
                return taken;
            }
        }
        return new Taken(ended.thrown, (ended.cpu - cpu) / NANOS, ended.bytes - bytes);
    }

    private record Ended(Throwable thrown, long cpu, long bytes) {}

    /** Measures itself, so that a task is not charged for what others do meanwhile. */
    private static final class Worker extends Thread {
        private final SynchronousQueue<Runnable> tasks = new SynchronousQueue<>();
        private final SynchronousQueue<Ended> done = new SynchronousQueue<>();

        Worker() {
            super("measured runs");
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            try {
                while (true) {
                    Throwable thrown = thrownBy(tasks.take());
                    done.put(new Ended(
                            thrown,
                            THREADS.getCurrentThreadCpuTime(),
                            THREADS.getThreadAllocatedBytes(
                                    Thread.currentThread().getId())));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static Throwable thrownBy(Runnable task) {
            try {
                task.run();
                return null;
            } catch (Throwable e) {
                return e;
            }
        }
    }
}

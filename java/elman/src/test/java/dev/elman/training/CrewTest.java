package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrewTest {

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void everyTaskOfEveryRoundIsDoneOnce() {
        for (int threads : new int[] {1, 2, 3, 8}) {
            AtomicIntegerArray done = new AtomicIntegerArray(13);
            try (Crew crew = new Crew(threads)) {
                for (int round = 0; round < 2_000; round++) {
                    crew.run(done::incrementAndGet, 1 + round % 13);
                }
                assertEquals(threads, crew.threadsUsed());
            }
            for (int task = 0; task < 13; task++) {
                int expected = 0;
                for (int round = 0; round < 2_000; round++) {
                    expected += task < 1 + round % 13 ? 1 : 0;
                }
                assertEquals(expected, done.get(task), "task " + task + " with " + threads + " threads");
            }
        }
    }

    @Test
    void aTaskAlwaysFallsToTheSameThread() {
        Thread[] first = new Thread[7];
        try (Crew crew = new Crew(3)) {
            crew.run(task -> first[task] = Thread.currentThread(), 7);
            assertSame(Thread.currentThread(), first[0]);
            for (int round = 0; round < 100; round++) {
                crew.run(task -> assertSame(first[task], Thread.currentThread()), 7);
            }
        }
        assertSame(first[1], first[4]);
        assertFalse(first[1] == first[2]);
    }

    @Test
    void countsOnlyThreadsThatWorked() {
        try (Crew crew = new Crew(4)) {
            crew.run(task -> {}, 2);
            assertEquals(2, crew.threadsUsed());
        }
    }

    @Test
    void whatATaskThrowsReachesTheCallerAndTheCrewGoesOn() {
        try (Crew crew = new Crew(3)) {
            for (int failing = 0; failing < 3; failing++) {
                int bad = failing;
                RuntimeException thrown = assertThrows(UnsupportedOperationException.class, () -> crew.run(task -> {
                    if (task == bad) {
                        throw new UnsupportedOperationException("task " + task);
                    }
                }, 3));
                assertEquals("task " + bad, thrown.getMessage());
            }
            assertThrows(OutOfMemoryError.class, () -> crew.run(task -> {
                throw new OutOfMemoryError("for a test");
            }, 3));
            Set<Integer> done = ConcurrentHashMap.newKeySet();
            crew.run(done::add, 3);
            assertEquals(Set.of(0, 1, 2), done);
        }
    }

    @Test
    void anInterruptedCallerStillWaitsForTheRoundAndStaysInterrupted() {
        AtomicIntegerArray done = new AtomicIntegerArray(4);
        try (Crew crew = new Crew(4)) {
            Thread.currentThread().interrupt();
            crew.run(task -> {
                if (task > 0) {
                    sleep();
                }
                done.incrementAndGet(task);
            }, 4);
            for (int task = 0; task < 4; task++) {
                assertEquals(1, done.get(task));
            }
            assertTrue(Thread.currentThread().isInterrupted());
        }
        assertTrue(Thread.currentThread().isInterrupted());
    }

    @Test
    void closingEndsItsThreads() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (Crew crew = new Crew(5)) {
            crew.run(task -> threads.add(Thread.currentThread()), 5);
        }
        threads.remove(Thread.currentThread());
        assertEquals(4, threads.size());
        threads.forEach(thread -> assertFalse(thread.isAlive()));
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

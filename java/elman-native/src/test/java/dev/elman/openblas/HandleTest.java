package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class HandleTest {

    private final AtomicInteger freed = new AtomicInteger();
    private final Handle handle = new Handle("the thing", freed::incrementAndGet);

    @Test
    void closingTwiceFreesOnce() {
        handle.close();
        handle.close();
        assertEquals(1, freed.get());
    }

    @Test
    void sharedUsesGoTogether() {
        handle.beginShared();
        handle.beginShared();
        assertThrows(IllegalStateException.class, handle::beginExclusive);
        handle.endShared();
        assertThrows(IllegalStateException.class, handle::beginExclusive);
        handle.endShared();
        handle.beginExclusive();
        handle.endExclusive();
        handle.close();
    }

    @Test
    void anExclusiveUseShutsOutEveryOther() {
        handle.beginExclusive();
        IllegalStateException refusal = assertThrows(IllegalStateException.class, handle::beginShared);
        assertTrue(refusal.getMessage().startsWith("the thing is in use by another thread"), refusal.getMessage());
        assertThrows(IllegalStateException.class, handle::beginExclusive);
        handle.endExclusive();
        handle.close();
    }

    @Test
    void closingWhileInUseIsRefusedAndLeavesItOpen() {
        handle.beginShared();
        IllegalStateException refusal = assertThrows(IllegalStateException.class, handle::close);
        assertTrue(refusal.getMessage().contains("cannot be closed while"), refusal.getMessage());
        assertEquals(0, freed.get());
        handle.endShared();
        handle.beginExclusive();
        assertThrows(IllegalStateException.class, handle::close);
        handle.endExclusive();
        handle.close();
        assertEquals(1, freed.get());
    }

    @Test
    void useAfterCloseIsRefused() {
        handle.close();
        for (Runnable use : new Runnable[] {handle::beginShared, handle::beginExclusive}) {
            IllegalStateException refusal = assertThrows(IllegalStateException.class, use::run);
            assertEquals("the thing is closed", refusal.getMessage());
        }
    }

    @Test
    void threadsThatCloseAndUseAtOnceFreeOnceAndNeverUseWhatIsFreed() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 500; round++) {
                AtomicInteger frees = new AtomicInteger();
                AtomicInteger usesOfFreed = new AtomicInteger();
                Handle shared = new Handle("the thing", frees::incrementAndGet);
                CountDownLatch start = new CountDownLatch(1);
                CountDownLatch end = new CountDownLatch(threads);
                for (int i = 0; i < threads; i++) {
                    boolean closes = i % 2 == 0;
                    pool.execute(() -> {
                        try {
                            start.await();
                            if (closes) {
                                shared.close();
                            } else {
                                shared.beginShared();
                                usesOfFreed.addAndGet(frees.get());
                                shared.endShared();
                            }
                        } catch (IllegalStateException | InterruptedException e) {
                            // Too late to use it, or in use and not closed by this thread.
                        } finally {
                            end.countDown();
                        }
                    });
                }
                start.countDown();
                assertTrue(end.await(10, TimeUnit.SECONDS));
                shared.close();
                assertEquals(1, frees.get());
                assertEquals(0, usesOfFreed.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatIsNeverClosedIsFreedWithAWarning() throws Exception {
        assertTrue(warnsWhenUnreachable(leaked -> {}));
    }

    @Test
    void whatIsLeftToTheCollectorIsFreedWithoutAWarning() throws Exception {
        assertFalse(warnsWhenUnreachable(Handle::closeWhenUnreachable));
    }

    private static boolean warnsWhenUnreachable(Consumer<Handle> before) throws InterruptedException {
        String name = "the thing of test " + System.nanoTime();
        AtomicInteger warnings = new AtomicInteger();
        Logger logger = Logger.getLogger("dev.elman");
        java.util.logging.Handler listener = new java.util.logging.Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getMessage().startsWith(name)) {
                    warnings.incrementAndGet();
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        CountDownLatch freed = new CountDownLatch(1);
        CountDownLatch after = new CountDownLatch(1);
        logger.addHandler(listener);
        try {
            before.accept(new Handle(name, freed::countDown));
            // The cleaner's one thread takes its work in order, more or less: a second handle comes after the warning.
            for (int i = 0; i < 100 && !freed.await(50, TimeUnit.MILLISECONDS); i++) {
                System.gc();
            }
            assertEquals(0, freed.getCount());
            Handle second = new Handle("another thing", after::countDown);
            second.closeWhenUnreachable();
            second = null;
            for (int i = 0; i < 100 && !after.await(50, TimeUnit.MILLISECONDS); i++) {
                System.gc();
            }
            return warnings.get() > 0;
        } finally {
            logger.removeHandler(listener);
        }
    }
}

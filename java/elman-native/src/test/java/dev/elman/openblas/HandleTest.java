package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandleTest {

    private final AtomicInteger freed = new AtomicInteger();
    private final Handle handle = new Handle("the thing", freed::incrementAndGet);

    @AfterEach
    void close() {
        handle.close();
    }

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
        List<String> warnings = warningsOnceUnreachable(opened -> {});
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).startsWith("the thing of the native engine was never closed"), warnings.get(0));
    }

    @Test
    void whatIsClosedGoesWithoutAWarning() throws Exception {
        assertEquals(List.of(), warningsOnceUnreachable(Handle::close));
    }

    private List<String> warningsOnceUnreachable(Consumer<Handle> before) throws InterruptedException {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("dev.elman");
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warnings.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(listener);
        logger.setUseParentHandlers(false);
        try {
            CountDownLatch unreachable = new CountDownLatch(1);
            before.accept(new Handle("the thing", unreachable::countDown));
            for (int i = 0; i < 100 && (unreachable.getCount() > 0 || warnings.isEmpty() && i < 4); i++) {
                System.gc();
                Thread.sleep(50);
            }
            assertEquals(0, unreachable.getCount());
            return warnings;
        } finally {
            logger.setUseParentHandlers(true);
            logger.removeHandler(listener);
        }
    }
}

package io.samvad.chat.history;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log when the store begins to fail and when it works again, and not at every message between. */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryStore.class);

    private volatile boolean lasting;

    /** Gives the failure back. */
    StoreException began(StoreException failure) {
        if (!lasting) {
            lasting = true;
            LOG.warn(
                    "Nothing can be stored for now: {} ({})",
                    failure.getMessage(),
                    root(failure).toString());
        }
        return failure;
    }

    void ended() {
        if (lasting) {
            lasting = false;
            LOG.info("The history can be stored again");
        }
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }
}

package dev.bobbin.database.h2;

import java.util.Random;

/** Decides which unsynced writes a power failure loses, completely or in part. */
interface LossModel {

    LossModel NONE = new LossModel() {};

    LossModel ALL = new LossModel() {
        @Override
        public boolean loses(UnsyncedWrite write) {
            return true;
        }
    };

    /** Returns a model with a random sector size of 512 or 4096 bytes and random probabilities of a loss. */
    static LossModel random(Random random) {
        int sectorSize = random.nextBoolean() ? 512 : 4096;
        double writeLossRate = random.nextDouble();
        double sectorLossRate = random.nextDouble();
        return new LossModel() {
            @Override
            public boolean loses(UnsyncedWrite write) {
                return random.nextDouble() < writeLossRate;
            }

            @Override
            public boolean losesSector() {
                return random.nextDouble() < sectorLossRate;
            }

            @Override
            public int sectorSize() {
                return sectorSize;
            }
        };
    }

    /** Whether the power failure loses a write, at least in part. */
    default boolean loses(UnsyncedWrite write) {
        return false;
    }

    /** Whether the power failure loses the next sector of such a write. */
    default boolean losesSector() {
        return true;
    }

    default int sectorSize() {
        return 4096;
    }
}

package dev.bobbin.database.h2;

import java.util.Random;

/** Decides what a power failure takes of the changes that were not forced. */
interface LossModel {

    LossModel NONE = new LossModel() {};

    LossModel ALL = new LossModel() {
        @Override
        public boolean takeSome(UnsyncedWrite change) {
            return true;
        }
    };

    /** A disk has sectors of 512 bytes or 4096, and some days are worse than others. */
    static LossModel by(Random chance) {
        int sectorSize = chance.nextBoolean() ? 512 : 4096;
        double changes = chance.nextDouble();
        double sectors = chance.nextDouble();
        return new LossModel() {
            @Override
            public boolean takeSome(UnsyncedWrite change) {
                return chance.nextDouble() < changes;
            }

            @Override
            public boolean takeSector() {
                return chance.nextDouble() < sectors;
            }

            @Override
            public int sectorSize() {
                return sectorSize;
            }
        };
    }

    /** Whether a change is not made as a whole. */
    default boolean takeSome(UnsyncedWrite change) {
        return false;
    }

    /** Whether a sector is missing of a write that is not made as a whole. */
    default boolean takeSector() {
        return true;
    }

    default int sectorSize() {
        return 4096;
    }
}

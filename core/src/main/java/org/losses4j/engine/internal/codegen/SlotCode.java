package org.losses4j.engine.internal.codegen;

import java.util.List;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.plan.ByteAccess;
import org.losses4j.engine.internal.plan.Slot;

/**
 * Reads and writes the memory of slots, be it an array or bytes.
 *
 * @param slots how a kernel reaches its tensors
 * @param variables what holds each slot's memory
 * @param bytes how bytes are reached
 */
record SlotCode(List<Slot> slots, int[] variables, ByteAccess bytes) {

    /** The type of a slot's memory, where arrays are of type {@code array}. */
    String type(int slot, String array) {
        return slots.get(slot).bytes() ? bytes.type() : array;
    }

    int load(LaneCode code, int slot, int index, boolean repeated) {
        return slots.get(slot).bytes()
                ? code.loadBytes(bytes, variables[slot], index, repeated)
                : code.load(variables[slot], index, repeated);
    }

    void store(LaneCode code, int slot, int index, int value) {
        if (slots.get(slot).bytes()) {
            code.storeBytes(bytes, variables[slot], index, value);
        } else {
            code.store(variables[slot], index, value);
        }
    }
}

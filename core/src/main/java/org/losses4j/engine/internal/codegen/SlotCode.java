package org.losses4j.engine.internal.codegen;

import java.util.List;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.plan.ByteAccess;
import org.losses4j.engine.internal.plan.Slot;

/**
 * Writes the code that reads and writes the memory of slots, which is an array or bytes.
 *
 * @param slots the places of a kernel's tensors and buffers
 * @param variables for each slot, the variable that holds its memory
 * @param bytes the type that bytes are read and written by
 */
record SlotCode(List<Slot> slots, int[] variables, ByteAccess bytes) {

    /** The type of a slot's memory in bytecode; {@code array} if it is an array. */
    String type(int slot, String array) {
        return slots.get(slot).bytes() ? bytes.type() : array;
    }

    boolean isByteBuffer(int slot) {
        return slots.get(slot).bytes() && bytes == ByteAccess.BYTE_BUFFER;
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

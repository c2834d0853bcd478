package org.losses4j.conformance;

/**
 * A result that is not the recorded one.
 *
 * @param caseName the case
 * @param execution who computed it
 * @param what the value, or the gradient by a role, and where in it
 * @param got the computed number, or the message of an error
 * @param wanted the recorded number
 */
public record Mismatch(String caseName, String execution, String what, String got, String wanted) {

    @Override
    public String toString() {
        return caseName + " on " + execution + ": " + what + " is " + got + ", wanted " + wanted;
    }
}

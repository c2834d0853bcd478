package org.losses4j.conformance;

/**
 * A result that differs from the recorded one.
 *
 * @param caseName the name of the case
 * @param execution the name of the execution
 * @param what the value, or the gradient by a role, and the element that differs
 * @param got the computed number, or the message of an error
 * @param wanted the recorded number
 */
public record Mismatch(String caseName, String execution, String what, String got, String wanted) {

    @Override
    public String toString() {
        return caseName + " on " + execution + ": " + what + " is " + got + ", wanted " + wanted;
    }
}

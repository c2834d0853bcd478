package org.losses4j.conformance.fuzz;

/**
 * A wrong result of a case, or an exception.
 *
 * @param given the case
 * @param kind the execution or check, and the result that is wrong; without numbers, so that smaller cases of the same fault
 *     have the same kind
 * @param where the index of the wrong number, as "[3]"; empty if there is none
 * @param got the number or shape computed, or the exception
 * @param wanted the right one
 * @param expectation all results that the case should have
 */
public record Finding(FuzzCase given, String kind, String where, String got, String wanted, Expectation expectation) {

    @Override
    public String toString() {
        return given.name() + ": " + kind + " " + where + " is " + got + ", wanted " + wanted;
    }
}

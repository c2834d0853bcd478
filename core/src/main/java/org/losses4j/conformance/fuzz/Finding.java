package org.losses4j.conformance.fuzz;

/**
 * Something that is wrong.
 *
 * @param given the case
 * @param kind what was found wrong, without numbers, so that smaller cases of the same fault have the same
 * @param where which number is wrong
 * @param got the number, or the message of an exception
 * @param wanted what it should be
 * @param expectation all numbers that the case should give
 */
public record Finding(FuzzCase given, String kind, String where, String got, String wanted, Expectation expectation) {

    @Override
    public String toString() {
        return given.name() + ": " + kind + " " + where + " is " + got + ", wanted " + wanted;
    }
}

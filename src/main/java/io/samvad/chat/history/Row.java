package io.samvad.chat.history;

/**
 * One row of a result.
 *
 * @param values of its columns
 */
record Row(Object[] values) {
    long number(int column) {
        return ((Number) values[column]).longValue();
    }

    String text(int column) {
        return (String) values[column];
    }

    boolean isNull(int column) {
        return values[column] == null;
    }
}

package io.drover.cli.view;

import java.util.Comparator;

/** {@code web-2} before {@code web-10}. */
enum NaturalOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String left, String right) {
        int leftDigits = numberStart(left);
        int rightDigits = numberStart(right);
        boolean sameStem = left.substring(0, leftDigits).equals(right.substring(0, rightDigits));
        if (!sameStem) {
            return left.compareTo(right);
        }
        int leftLength = left.length() - leftDigits;
        int rightLength = right.length() - rightDigits;
        return leftLength != rightLength ? Integer.compare(leftLength, rightLength) : left.compareTo(right);
    }

    private static int numberStart(String name) {
        int start = name.length();
        while (start > 0 && Character.isDigit(name.charAt(start - 1))) {
            start--;
        }
        return start;
    }
}

/**
 * What tests of all modules share: virtual time, a real MariaDB, golden files, and the house rules as ArchUnit rules.
 */
@NullMarked
package io.drover.testkit;

import org.jspecify.annotations.NullMarked;

/**
 * The audit log: listing, exporting and verifying it. The verification is written from docs/design/audit.md alone and shares no
 * code with the server, so that it does not believe what it checks.
 */
@NullMarked
package io.drover.cli.audit;

import org.jspecify.annotations.NullMarked;

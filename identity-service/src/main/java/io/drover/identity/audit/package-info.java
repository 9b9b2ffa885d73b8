/**
 * The audit log as a hash chain: how rows are hashed and linked, what a signed checkpoint says, whether rows fit together, and
 * how much of the beginning may go. Pure; docs/design/audit.md is the same for those who verify without us.
 */
@NullMarked
package io.drover.identity.audit;

import org.jspecify.annotations.NullMarked;

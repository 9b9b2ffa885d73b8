/**
 * How the parts of the suite report what was done: events that wait in a bounded trail until identity-service has stored them, and
 * the masked objects of a request for the gateway's row. Secrets are taken out here, before anything leaves the process.
 */
@NullMarked
package io.drover.api.audit;

import org.jspecify.annotations.NullMarked;

/** What may be the content of a secret, and what keys its versions and other sealed values are under. */
@NullMarked
package io.drover.scheduler.secret;

import org.jspecify.annotations.NullMarked;

package dev.impresario.core.internal;

import jakarta.inject.Qualifier;

/** Threads of the system, for what has to go on whatever tasks do. */
@Qualifier
@interface Background {}

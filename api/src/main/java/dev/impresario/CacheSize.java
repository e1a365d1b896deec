package dev.impresario;

/**
 * How full a cache is, as nearly as the backend can tell while others write.
 *
 * @param entries how many entries are held
 * @param weight what they weigh together, in the unit of the cache's weigher
 * @param evictions how many entries were forgotten for want of room, or expired, since the start
 */
public record CacheSize(long entries, long weight, long evictions) {}

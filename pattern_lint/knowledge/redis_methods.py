"""Methods of a Redis client that ask the server; the ones that code bases use."""

from __future__ import annotations

REDIS = frozenset(
    (
        "append blpop brpop dbsize decr decrby delete eval evalsha exists expire expireat flushall flushdb geoadd get "
        "getdel getex getset hdel hexists hget hgetall hincrby hkeys hlen hmget hmset hscan hscan_iter hset hsetnx "
        "hvals incr incrby info keys lindex llen lpop lpush lrange lrem lset ltrim mget mset ping psetex pttl publish "
        "rename rpop rpush sadd scan scan_iter scard set setex setnx sismember smembers srem ttl type unlink xack xadd "
        "xdel xgroup_create xlen xrange xread xreadgroup zadd zcard zincrby zrange zrangebyscore zrem zremrangebyscore "
        "zrevrange zscore"
    ).split()
)

#include "clients/cli/log_checker.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

LogPosition position_in(const sqlite::Statement& row) {
    return {static_cast<std::uint64_t>(row.integer(0)), row.integer(1)};
}

} // namespace

Status LogChecker::prepare() {
    struct Query {
        sqlite::Statement* statement;
        std::string_view sql;
    };

    const Query queries[] = {
        {&ops_,
         "SELECT seq, branch, prev_branch, id, version, kind, register_name, wall_ms, "
         "offset_minutes, "
         "time_quality, payload, grant_op, epoch_key_hash, parents, server_nonce, commitment "
         "FROM ops WHERE log = ?1 ORDER BY seq, branch"},
        {&keys_, "SELECT seq, branch, key FROM epoch_keys WHERE log = ?1"},
        {&salts_query_, "SELECT seq, branch, salt FROM salts WHERE log = ?1"},
        {&signatures_, "SELECT seq, branch, certificate, signature FROM signatures WHERE log = ?1"},
        {&tips_, "SELECT seq, branch, id FROM tips WHERE log = ?1"},
    };
    for (const Query& query : queries) {
        auto statement = database_.prepare(query.sql);
        if (!statement) {
            return error_of(statement, "The database's tables are not those of this version");
        }
        *query.statement = std::move(*statement);
    }
    return {};
}

std::string LogChecker::place(const LogRow& log, const LogPosition& at) const {
    return fmt::format(
        "audit {}, writer {}, op {}{}",
        log.audit_id.hex(),
        log.writer.hex(),
        at.first,
        at.second == 0 ? "" : fmt::format(" of branch {}", at.second)
    );
}

Status LogChecker::read_epoch_keys(const LogRow& log) {
    epoch_keys_.clear();
    keys_.bind(log.log);
    for (;;) {
        auto row = keys_.step();
        if (!row) return error_of(row);
        if (!*row) return {};
        auto key = Bytes32::from(keys_.blob(2));
        if (key) {
            epoch_keys_[position_in(keys_)] = *key;
        } else {
            findings_.damaged(place(log, position_in(keys_)), "Its epoch key has the wrong size.");
        }
    }
}

Status LogChecker::read_salts(const LogRow& log) {
    salts_.clear();
    salts_query_.bind(log.log);
    for (;;) {
        auto row = salts_query_.step();
        if (!row) return error_of(row);
        if (!*row) return {};
        auto salt = Bytes32::from(salts_query_.blob(2));
        if (salt) {
            salts_[position_in(salts_query_)] = *salt;
        } else {
            findings_.damaged(
                place(log, position_in(salts_query_)), "Its salt has the wrong size."
            );
        }
    }
}

bool LogChecker::find_salt(const LogPosition& at, audit::Op& op, Bytes& scratch) {
    if (const auto salt = salts_.find(at); salt != salts_.end()) {
        audit::finish_with_salt(op, salt->second, scratch);
        return true;
    }
    const auto epoch = epochs_.find(at);
    if (epoch == epochs_.end()) return false;
    const auto& key = epoch->second.key;
    if (!key) return false;
    audit::finish(op, *key, scratch);
    return true;
}

void LogChecker::check_op(
    const LogRow& log, const LogPosition& at, audit::Op op, const OpId& stored_id
) {
    if (op.header.epoch_key_hash) {
        LogEpoch epoch{std::nullopt, at};
        if (const auto key = epoch_keys_.find(at); key != epoch_keys_.end()) {
            epoch.key = key->second;
            ++findings_.counts.epochs;
            if (audit::epoch_key_hash_of(key->second) != *op.header.epoch_key_hash) {
                findings_.damaged(
                    place(log, at), "Its epoch key does not match the hash in its header."
                );
            }
        }
        epochs_[at] = epoch;
    } else if (const auto before = prev_.find(at); before != prev_.end()) {
        if (const auto epoch = epochs_.find(before->second); epoch != epochs_.end()) {
            epochs_[at] = epoch->second;
        }
    }
    if (op.payload) {
        ++findings_.counts.payloads;
        if (!find_salt(at, op, scratch_)) {
            findings_.damaged(place(log, at), "Its payload has neither salt nor epoch key.");
            return;
        }
    } else {
        missing_.push_back(stored_id);
        audit::finish_with_commitment(op, scratch_);
    }
    if (op.id != stored_id) {
        findings_.damaged(
            place(log, at),
            "Header and payload do not hash to its id: something in this row was changed."
        );
    }
}

Status LogChecker::read_ops(const LogRow& log) {
    ids_.clear();
    prev_.clear();
    epochs_.clear();
    missing_.clear();
    ops_.bind(log.log);
    for (;;) {
        auto row = ops_.step();
        if (!row) return error_of(row);
        if (!*row) return {};
        ++findings_.counts.ops;
        const LogPosition at = position_in(ops_);
        auto id = ops_.id<OpId>(3);
        if (!id) {
            findings_.damaged(place(log, at), "Its id has the wrong size.");
            continue;
        }
        ids_[at] = *id;
        audit::Op op;
        audit::OpHeader& header = op.header;
        header.version = static_cast<std::uint8_t>(ops_.integer(4));
        header.side = log.side;
        header.kind = static_cast<audit::KindNumber>(ops_.integer(5));
        header.audit = log.audit_id;
        header.writer = log.writer;
        header.seq = at.first;
        header.register_name = copy(ops_.blob(6));
        header.wall = {
            ops_.integer(7),
            static_cast<std::int16_t>(ops_.integer(8)),
            static_cast<TimeQuality>(ops_.integer(9))
        };
        if (!ops_.is_null(10)) op.payload = copy(ops_.blob(10));
        if (!ops_.is_null(11)) header.grant = ops_.id<OpId>(11).value_or(OpId{});
        if (!ops_.is_null(12))
            header.epoch_key_hash = Bytes32::from(ops_.blob(12)).value_or(Bytes32{});
        const ByteView parents = ops_.is_null(13) ? ByteView() : ops_.blob(13);
        for (std::size_t i = 0; i + 32 <= parents.size(); i += 32) {
            header.parents.push_back(OpId::from(parents.subspan(i, 32)).value_or(OpId{}));
        }
        if (!ops_.is_null(14))
            header.server_nonce = Bytes16::from(ops_.blob(14)).value_or(Bytes16{});
        if (!ops_.is_null(15)) header.commitment = Bytes32::from(ops_.blob(15)).value_or(Bytes32{});
        if (at.first > 1) {
            const LogPosition before{at.first - 1, ops_.integer(2)};
            const auto previous = ids_.find(before);
            if (previous == ids_.end()) {
                findings_.damaged(place(log, at), "The op before it is not there.");
                continue;
            }
            header.prev = previous->second;
            prev_[at] = before;
        }
        check_op(log, at, std::move(op), *id);
    }
}

Status LogChecker::read_signatures(const LogRow& log) {
    signed_.clear();
    signatures_.bind(log.log);
    for (;;) {
        auto row = signatures_.step();
        if (!row) return error_of(row);
        if (!*row) return {};
        const LogPosition at = position_in(signatures_);
        ++findings_.counts.signatures;
        const auto certificate = certificates_.find(signatures_.integer(2));
        const auto id = ids_.find(at);
        auto signature = signatures_.id<Signature>(3);
        if (certificate == certificates_.end()) {
            findings_.damaged(
                place(log, at), "It is signed under a certificate that does not hold."
            );
        } else if (id == ids_.end()) {
            findings_.damaged(place(log, at), "A signature stands for an op that is not there.");
        } else if (!signature ||
                   !audit::run_signature_holds(
                       certificate->second.key, *signature, authority_.tenant, id->second
                   )) {
            findings_.damaged(
                place(log, at), "The signature over it and what comes before is not valid."
            );
        } else if (audit::writer_id_of(certificate->second.key.value, log.writer_salt) !=
                   log.writer) {
            findings_.damaged(place(log, at), "The writer is not one of the key that signed.");
        } else {
            signed_.insert(at);
        }
    }
}

Status LogChecker::check_tips(const LogRow& log, SideState& state) {
    std::set<LogPosition> tips;
    for (const auto& [at, id] : ids_) {
        tips.insert(at);
    }
    for (const auto& [at, before] : prev_) {
        tips.erase(before);
    }
    for (const LogPosition& at : tips) {
        state.tips.push_back({log.writer, at.first, ids_[at]});
        if (!signed_.contains(at)) {
            findings_.damaged(place(log, at), "No valid signature reaches it.");
        }
    }
    std::set<OpId> stored;
    tips_.bind(log.log);
    for (;;) {
        auto row = tips_.step();
        if (!row) return error_of(row);
        if (!*row) break;
        if (auto id = tips_.id<OpId>(2)) stored.insert(*id);
    }
    std::set<OpId> rebuilt;
    for (const audit::Tip& tip : state.tips) {
        rebuilt.insert(tip.op);
    }
    if (stored != rebuilt) {
        findings_.damaged(
            fmt::format("audit {}, writer {}", log.audit_id.hex(), log.writer.hex()),
            "The stored tips are not those of its ops."
        );
    }
    return {};
}

Result<SideState> LogChecker::check(const LogRow& log) {
    SideState state;
    if (auto done = read_epoch_keys(log); !done) return error_of(done);
    if (auto done = read_salts(log); !done) return error_of(done);
    if (auto done = read_ops(log); !done) return error_of(done);
    if (auto done = read_signatures(log); !done) return error_of(done);
    if (auto done = check_tips(log, state); !done) return error_of(done);
    state.missing = missing_;
    return state;
}

} // namespace muster::cli

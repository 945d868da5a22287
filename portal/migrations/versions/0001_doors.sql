-- Narrow, named doors: the only ways to look something up before it is known who asks, or across
-- organisations. Owned by portal_keeper, which may read a few columns and nothing else.

-- The two doors below open the walls once the row is found, never in a WHERE: the planner may call
-- a volatile function for each row it looks at, and the last one would be whom the walls open to.

-- A browser shows its session token. Opens the person's own rows for the rest of the transaction.
CREATE FUNCTION door_session(digest text, at timestamptz, idle_since timestamptz)
  RETURNS TABLE (sign_in_id uuid, person_id uuid, display_name text, locale text,
                 last_seen_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT s.id, p.id, p.display_name::text, p.locale::text, s.last_seen_at
    INTO sign_in_id, person_id, display_name, locale, last_seen_at
    FROM sign_in s JOIN person p ON p.id = s.person_id
    WHERE s.token_digest = digest AND s.ended_at IS NULL AND s.expires_at > at
      AND s.last_seen_at > idle_since AND p.closed_at IS NULL;
  IF FOUND THEN
    PERFORM set_config('portal.person', person_id::text, true);
    RETURN NEXT;
  END IF;
END $$;

-- The organisation of the address bar, if the person of this transaction belongs to it.
CREATE FUNCTION door_organisation(wanted_kind text, wanted_slug text)
  RETURNS TABLE (id uuid, kind text, slug text, name text, standing text, role text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT o.id, o.kind::text, o.slug::text, o.name::text, o.standing::text, m.role::text
    INTO id, kind, slug, name, standing, role
    FROM organisation o JOIN membership m ON m.organisation_id = o.id
    WHERE m.person_id = portal_person() AND o.kind = wanted_kind
      AND (wanted_slug = '' OR o.slug = wanted_slug)
    LIMIT 1;
  IF FOUND THEN
    PERFORM set_config('portal.organisation', id::text, true);
    PERFORM set_config('portal.organisation_kind', kind, true);
    RETURN NEXT;
  END IF;
END $$;

-- Whose is this address? Asked only after the code sent to it came back.
CREATE FUNCTION door_contact(wanted_digest text) RETURNS TABLE (person_id uuid, closed boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.person_id, p.closed_at IS NOT NULL
    FROM contact_point c JOIN person p ON p.id = c.person_id
    WHERE c.digest = wanted_digest
$$;

-- Somebody opens an invitation link: who invites, whom, to do what, and whether it is over.
CREATE FUNCTION door_invitation(wanted_digest text)
  RETURNS TABLE (invitation_id uuid, organisation_id uuid, kind text, slug text, name text,
                 role text, sent_to text, invited_by text, expires_at timestamptz,
                 accepted_at timestamptz, revoked_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, o.id, o.kind, o.slug, o.name, i.role, i.sent_to, coalesce(p.display_name, ''),
           i.expires_at, i.accepted_at, i.revoked_at
    FROM invitation i JOIN organisation o ON o.id = i.organisation_id
    LEFT JOIN person p ON p.id = i.invited_by
    WHERE i.token_digest = wanted_digest
$$;

-- How many answers are late in each structure of the federation of this transaction: counts only.
CREATE FUNCTION door_late_answers(today date)
  RETURNS TABLE (organisation_id uuid, how_many bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.organisation_id, count(*)
    FROM application a JOIN organisation o ON o.id = a.organisation_id
    WHERE portal_organisation_kind() = 'federation' AND o.federation_id = portal_organisation()
      AND a.waiting_for_answer AND a.answer_due_on < today
    GROUP BY a.organisation_id
$$;

-- How many messages wait, left or died, for whoever keeps the service running: counts only.
CREATE FUNCTION door_message_counts()
  RETURNS TABLE (state text, how_many bigint, oldest timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.state, count(*), min(m.created_at) FROM outgoing_message m GROUP BY m.state
$$;

-- Offers a periodic job has something to do about: 'expire' or 'warn'.
CREATE FUNCTION door_due_offers(at timestamptz, warn_until timestamptz)
  RETURNS TABLE (organisation_id uuid, offer_id uuid, what text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.organisation_id, o.id, CASE WHEN o.expires_at <= at THEN 'expire' ELSE 'warn' END
    FROM offer o
    WHERE o.state = 'published' AND o.expires_at <= warn_until
      AND (o.expires_at <= at OR o.expiry_warned_at IS NULL)
    ORDER BY o.expires_at LIMIT 1000
$$;

-- Applications a periodic job has something to do about. The moments come from dated rules.
CREATE FUNCTION door_due_applications(today date, remind_until date, interviews_before timestamptz,
                                      drafts_before timestamptz, refused_before timestamptz,
                                      unanswered_before timestamptz, pool_warn_until date)
  RETURNS TABLE (organisation_id uuid, application_id uuid, offer_id uuid, holder_digest text,
                 what text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT organisation_id, id, offer_id, holder_digest, 'remind' FROM application
      WHERE waiting_for_answer AND answer_due_on <= remind_until AND answer_due_on >= today
        AND reminded_at IS NULL LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'tell_federation' FROM application
      WHERE waiting_for_answer AND answer_due_on < today AND federation_told_at IS NULL LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'interview_passed' FROM application
      WHERE interview_on < interviews_before AND interview_passed_at IS NULL LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'warn_pool' FROM application
      WHERE state = 'pool' AND pool_until <= pool_warn_until AND pool_until >= today
        AND reminded_at IS NULL LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'erase_draft' FROM application
      WHERE state = 'draft' AND created_at < drafts_before LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'erase_refused' FROM application
      WHERE state IN ('declined', 'withdrawn', 'obsolete', 'accepted')
        AND state_changed_at < refused_before LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'erase_pool' FROM application
      WHERE state = 'pool' AND pool_until < today LIMIT 1000)
    UNION ALL
    (SELECT organisation_id, id, offer_id, holder_digest, 'erase_unanswered' FROM application
      WHERE state IN ('received', 'in_review', 'interview', 'offered')
        AND greatest(last_activity_at, state_changed_at) < unanswered_before LIMIT 1000)
$$;

-- Security data whose retention is over: counted, and deleted unless it is only a rehearsal.
CREATE FUNCTION door_forget_security(codes_before timestamptz, sign_ins_before timestamptz,
                                     messages_before timestamptz, rehearsal boolean)
  RETURNS TABLE (what text, how_many bigint)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT 'sign_in_code', count(*) FROM sign_in_code WHERE expires_at < codes_before
    UNION ALL
    SELECT 'sign_in', count(*) FROM sign_in s
      WHERE least(s.expires_at, s.ended_at) < sign_ins_before
    UNION ALL
    SELECT 'outgoing_message', count(*) FROM outgoing_message m
      WHERE m.created_at < messages_before;
  IF NOT rehearsal THEN
    DELETE FROM sign_in_code WHERE expires_at < codes_before;
    DELETE FROM sign_in s WHERE least(s.expires_at, s.ended_at) < sign_ins_before;
    DELETE FROM outgoing_message m WHERE m.created_at < messages_before;
  END IF;
END $$;

-- The oldest entries of the audit. The newest of each chain stays, so that the next one can be
-- attached; the hash of the last one forgotten is returned, to be written in the chain.
CREATE FUNCTION door_forget_audit(before timestamptz, rehearsal boolean)
  RETURNS TABLE (chain text, last_hash text, how_many bigint)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT e.chain::text, (array_agg(e.hash::text ORDER BY e.seq DESC))[1], count(*)
    FROM audit_entry e
    WHERE e.at < before
      AND e.seq < (SELECT max(newest.seq) FROM audit_entry newest WHERE newest.chain = e.chain)
    GROUP BY e.chain;
  IF NOT rehearsal THEN
    DELETE FROM audit_entry e WHERE e.at < before
      AND e.seq < (SELECT max(newest.seq) FROM audit_entry newest WHERE newest.chain = e.chain);
  END IF;
END $$;

-- Members to write to about something: the organisation is named by a job, not by a visitor.
CREATE FUNCTION door_members(wanted_organisation uuid, wanted_roles text[])
  RETURNS TABLE (person_id uuid, display_name text, locale text, kind text, value text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.display_name, p.locale, c.kind, c.value
    FROM membership m JOIN person p ON p.id = m.person_id
    JOIN contact_point c ON c.person_id = p.id
    WHERE m.organisation_id = wanted_organisation AND m.role = ANY (wanted_roles)
      AND p.closed_at IS NULL
    ORDER BY p.id, c.kind
$$;

-- Files whose conversion never ended, and files that never arrived whole, for the sweep.
CREATE FUNCTION door_stuck_files(received_before timestamptz, begun_before timestamptz)
  RETURNS TABLE (file_id uuid, state text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT id, state FROM stored_file
      WHERE state = 'received' AND received_at < received_before
      ORDER BY received_at LIMIT 500)
    UNION ALL
    (SELECT id, state FROM stored_file
      WHERE state = 'receiving' AND created_at < begun_before ORDER BY created_at LIMIT 500)
$$;

-- Every object of the store the database knows, for the orphan sweep and the rotation of keys.
CREATE FUNCTION door_stored_objects(after uuid, how_many integer)
  RETURNS TABLE (id uuid, file_id uuid, wrapped_key text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id, file_id, wrapped_key FROM stored_object WHERE id > after ORDER BY id LIMIT how_many
$$;

-- Messages whose job was lost, for the sweep that queues them again.
CREATE FUNCTION door_stuck_messages(before timestamptz) RETURNS TABLE (message_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT id FROM outgoing_message WHERE state = 'queued' AND created_at < before LIMIT 1000
$$;

-- The last link of an audit chain, so that the next one can be attached.
CREATE FUNCTION door_audit_tail(wanted_chain text) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT hash FROM audit_entry WHERE chain = wanted_chain ORDER BY seq DESC LIMIT 1
$$;

DO $$
DECLARE door regprocedure;
BEGIN
  FOR door IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
              WHERE n.nspname = 'public' AND p.proname LIKE 'door\_%'
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_keeper', door);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', door);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO portal_app', door);
  END LOOP;
END $$;

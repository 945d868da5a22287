-- Does the person of this transaction manage in the organisation they stand in? `wanted` narrows
-- it to one role. Each function reads through the walls of whoever asks.
CREATE FUNCTION portal_manages(wanted text DEFAULT NULL) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM membership m
    WHERE m.organisation_id = portal_organisation() AND m.person_id = portal_person()
      AND m.role IN ('administrator', 'manager') AND m.role = coalesce(wanted, m.role))
$$;

CREATE FUNCTION portal_has_member(wanted uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM membership m
    WHERE m.organisation_id = portal_organisation() AND m.person_id = wanted)
$$;

-- Which of the two this transaction is: nobody is both.
CREATE FUNCTION portal_interview_side(wanted uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN i.person_id = portal_person() THEN 'worker'
              WHEN i.manager_id = portal_person()
                AND i.organisation_id = portal_organisation() THEN 'manager' END
  FROM interview i WHERE i.id = wanted
$$;

-- Both opened, or the moment both said yes to came. Without a moment of the request, it did not.
CREATE FUNCTION portal_interview_is_open(wanted uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM interview i
    JOIN interview_act a ON a.interview_id = i.id AND a.person_id = i.person_id
    JOIN interview_act b ON b.interview_id = i.id AND b.person_id = i.manager_id
      AND b.kind = a.kind
    WHERE i.id = wanted AND (a.kind = 'open' OR (a.kind = 'date' AND a.meets_at = b.meets_at
      AND isfinite(portal_at()) AND a.meets_at <= portal_at())))
$$;

-- What was signed does not change: neither the record nor what it was made of. Rows that go with
-- an account that closes, or when their retention is over, may go.
CREATE FUNCTION portal_interview_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.interview_id ELSE NEW.interview_id END;
BEGIN
  IF pg_trigger_depth() = 1
     AND EXISTS (SELECT 1 FROM interview_record r WHERE r.interview_id = wanted) THEN
    RAISE EXCEPTION 'a signed interview does not change' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON interview_entry
  FOR EACH ROW EXECUTE FUNCTION portal_interview_is_frozen();
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON interview_agreement
  FOR EACH ROW EXECUTE FUNCTION portal_interview_is_frozen();
CREATE TRIGGER frozen_signature BEFORE UPDATE ON interview_act
  FOR EACH ROW WHEN (OLD.kind IN ('sign', 'date')) EXECUTE FUNCTION portal_interview_is_frozen();
CREATE TRIGGER frozen_act BEFORE DELETE ON interview_act
  FOR EACH ROW WHEN (OLD.kind IN ('sign', 'date')) EXECUTE FUNCTION portal_interview_is_frozen();

CREATE FUNCTION portal_interview_record_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF (SELECT count(*) FROM interview_act a WHERE a.interview_id = NEW.interview_id
          AND a.kind = 'sign' AND a.digest = NEW.digest
          AND a.person_id IN (NEW.person_id, NEW.manager_id)) <> 2 THEN
      RAISE EXCEPTION 'both sign the same words' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF (to_jsonb(NEW) - 'person_id' - 'manager_id') <> (to_jsonb(OLD) - 'person_id' - 'manager_id')
     OR pg_trigger_depth() = 1 THEN
    RAISE EXCEPTION 'a signed record does not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER holds BEFORE INSERT OR UPDATE ON interview_record
  FOR EACH ROW EXECUTE FUNCTION portal_interview_record_holds();

-- Interviews to remind somebody of: 'meeting' for an agreed moment that comes near, 'due' for the
-- next one of a series (same person, same house, same kind) whose last was held before a day.
CREATE FUNCTION door_due_interviews(now_at timestamptz, meeting_until timestamptz,
                                    path_before date, public_before date, yearly_before date)
  RETURNS TABLE (what text, interview_id uuid, slug text, person_id uuid, manager_id uuid,
                 kind text, day timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT 'meeting', i.id, o.slug::text, i.person_id, i.manager_id, i.kind::text, a.meets_at
      FROM interview i JOIN organisation o ON o.id = i.organisation_id
      JOIN interview_act a ON a.interview_id = i.id AND a.person_id = i.person_id
      JOIN interview_act b ON b.interview_id = i.id AND b.person_id = i.manager_id
      JOIN membership m ON m.organisation_id = i.organisation_id AND m.person_id = i.person_id
      WHERE a.kind = 'date' AND b.kind = 'date' AND a.meets_at = b.meets_at
        AND a.meets_at > now_at AND a.meets_at <= meeting_until AND i.cancelled_at IS NULL
      ORDER BY a.meets_at LIMIT 1000)
    UNION ALL
    (SELECT 'due', r.interview_id, o.slug::text, r.person_id, n.person_id, r.kind::text,
            r.met_on::timestamptz
      FROM interview_record r JOIN organisation o ON o.id = r.organisation_id
      JOIN membership m ON m.organisation_id = r.organisation_id AND m.person_id = r.person_id
      LEFT JOIN membership n ON n.organisation_id = r.organisation_id
        AND n.person_id = r.manager_id AND n.role IN ('administrator', 'manager')
      WHERE r.met_on <= CASE r.kind WHEN 'path' THEN path_before
                                    WHEN 'public' THEN public_before ELSE yearly_before END
        AND NOT EXISTS (SELECT 1 FROM interview later
          WHERE later.organisation_id = r.organisation_id AND later.person_id = r.person_id
            AND later.kind = r.kind AND later.cancelled_at IS NULL
            AND later.created_at > r.signed_at)
      ORDER BY r.met_on DESC LIMIT 1000)
$$;

-- What is over: preparations once the record stands or nobody came back to them, and records whose
-- retention is over. Recordings are named first, for their files to be erased.
CREATE FUNCTION door_forget_interviews(preparations_before timestamptz, records_before date,
                                       rehearsal boolean)
  RETURNS TABLE (what text, person_id uuid, file_id uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT 'preparation', p.person_id, p.file_id FROM interview_preparation p
      WHERE p.changed_at < preparations_before
    UNION ALL
    SELECT 'record', r.person_id, NULL::uuid FROM interview_record r
      WHERE r.met_on < records_before;
  IF NOT rehearsal THEN
    DELETE FROM interview_preparation p WHERE p.changed_at < preparations_before;
    DELETE FROM interview_record r WHERE r.met_on < records_before;
  END IF;
END $$;

DO $$
DECLARE door regprocedure;
BEGIN
  FOR door IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
              WHERE n.nspname = 'public' AND p.proname IN ('door_due_interviews', 'door_forget_interviews')
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_keeper', door);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', door);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO portal_app', door);
  END LOOP;
END $$;

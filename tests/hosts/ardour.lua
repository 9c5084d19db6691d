-- SPDX-License-Identifier: ISC
-- Copyright 2026 the Unfold authors
-- Steps of ardour.sh; what they saw goes to lines that start with "seen:".

AudioEngine:set_backend("JACK", "ardour", "")
local step = os.getenv("STEP")
local folder = os.getenv("SESSION")
local preset = os.getenv("PRESET")

local function wait(seconds)
	ARDOUR.LuaAPI.usleep(seconds * 1000000)
end

local function find_track(session)
	for route in session:get_tracks():iter() do
		return route
	end
end

local function find_effect(track)
	local processor = track:nth_plugin(0)
	assert(not processor:isnil(), "no plugin on the track")
	return processor:to_insert():plugin(0)
end

local function finish(session, text)
	session:save_state("", false, false, false, false, false)
	close_session()
	print("seen: " .. text)
	quit()
end

local function record()
	local session = create_session(folder, "unfold", 48000)
	local track
	for t in session:new_audio_track(1, 1, nil, 1, "guitar",
		ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true):iter() do
		track = t
	end
	local function arm(value)
		track:rec_enable_control():set_value(value, PBD.GroupControlDisposition.NoGroup)
	end
	arm(1)
	session:maybe_enable_record(true)
	session:request_roll(ARDOUR.TransportRequestSource.TRS_UI)
	wait(0.5)
	os.execute(os.getenv("PLAY"))
	session:request_stop(false, false, ARDOUR.TransportRequestSource.TRS_UI)
	wait(2)
	arm(0)
	local regions = 0
	for _ in track:to_track():playlist():region_list():iter() do
		regions = regions + 1
	end
	assert(regions == 1, "nothing was recorded")
	finish(session, "one region")
end

local function insert()
	local session = load_session(folder, "unfold")
	local track = find_track(session)
	local processor = ARDOUR.LuaAPI.new_plugin(session, "urn:unfold:effect",
		ARDOUR.PluginType.LV2, "")
	assert(not processor:isnil(), "the plugin was not found")
	track:add_processor_by_index(processor, 0, nil, true)
	local effect = find_effect(track)
	local record = effect:preset_by_label(preset)
	assert(record.valid, "the preset was not found")
	effect:load_preset(record)
	wait(1)
	finish(session, effect:name() .. ", preset " .. preset)
end

local function reopen()
	local session = load_session(folder, "unfold")
	local effect = find_effect(find_track(session))
	wait(1)
	finish(session, effect:name())
end

({ record = record, insert = insert, reopen = reopen })[step]()
